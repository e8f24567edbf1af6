using System.Collections;
using System.Text.RegularExpressions;
using AsyncCSharp.Conversion;
using AsyncCSharp.Interop;
using AsyncCSharp.Jobs;
using AsyncCSharp.Loop;
using AsyncCSharp.Machines;
using AsyncCSharp.Reporting;
using AsyncCSharp.Sessions;

namespace AsyncCSharp.Commands;

/// <content>The same over the sessions of other machines.</content>
public sealed partial class InvokeCSharpCellCommand
{
    private CellSpread? _spread;
    private SpreadRequest? _spreadRequest;

    // Only files of this machine: packages and frameworks each machine finds by itself.
    [GeneratedRegex(@"^[ \t]*#(?:load|r)[ \t]+""(?!nuget:|framework:)(?<file>[^""]*\.(?:dll|exe|csx|cs))""", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex LocalFile();

    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (CellErrorException e)
        {
            ThrowTerminatingError(Placed(e.Record));
        }
    }

    private void OpenSpread()
    {
        string code = Code;
        string? path = null;
        if ((MyInvocation.BoundParameters.ContainsKey(nameof(Code)) ? ScriptPath.In(Code, SessionState) : Path) is { Length: > 0 } script)
        {
            path = ResolveFile(script);
            code = ReadFile(path);
        }
        else if (!MyInvocation.BoundParameters.ContainsKey(nameof(Code)))
        {
            ThrowTerminatingError(MachineErrors.NotOnMachines(Strings.FilesOfPipeline));
        }

        if (string.IsNullOrWhiteSpace(code))
        {
            return;
        }

        if (LocalFile().Match(code) is { Success: true } file)
        {
            ThrowTerminatingError(MachineErrors.CannotTravelReference(file.Groups["file"].Value));
        }

        _spreadRequest = new SpreadRequest([.. PSSession!.DistinctBy(s => s.InstanceId)], SetupFor(code, path), !NoRetry);
        if (!IsJob)
        {
            _spread = new CellSpread(_spreadRequest, new SpreadOutput(new CmdletSpreadStreams(this)), WaitOfSpread());
            _spread.Start();
        }
    }

    private void CompleteSpread()
    {
        if (!IsJob)
        {
            _spread?.Complete();
        }
        else if (_spreadRequest is { } request)
        {
            (RunspaceSessions, string) owner = (State, CurrentFolder);
            string machines = string.Join(",", request.Sessions.Select(s => s.ComputerName));
            WriteObject(State.Of<CellJobTable>().Start(request.Setup.Code, JobName, job => new SpreadJobThread(job, request, _jobInput, owner), machines));
        }
        else
        {
            WriteObject(State.Of<CellJobTable>().StartEmpty(Code, JobName));
        }
    }

    private PumpWait WaitOfSpread()
    {
        PumpWait wait = new(Timeout.InfiniteTimeSpan);
        EndWithCommand(wait);
        return wait;
    }

    private PartSetup SetupFor(string code, string? path)
    {
        string session = PSValue.Unwrap(Session) switch
        {
            null => RunspaceSessions.DefaultSessionName,
            CSharpSession given => given.Name,
            { } name => name.ToString()!,
        };
        if (PSValue.Unwrap(Runner) is not (null or string or bool))
        {
            ThrowTerminatingError(MachineErrors.CannotTravelDelegate("-" + nameof(Runner), Runner));
        }

        Hashtable? variables = null;
        Hashtable types = [];
        foreach ((string name, object? value) in ReadVariables(Variable)?.Values ?? [])
        {
            (variables ??= [])[name] = Travelling($"-{nameof(Variable)} {name}", value);
            types[$"v:{name}"] = Unpacking.TypeOf(value);
        }

        object?[] arguments = [.. (ArgumentList ?? []).Concat(path is null ? [] : ScriptArgument ?? [])];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Travelling("-" + nameof(ArgumentList), PSValue.Unwrap(arguments[i]));
            types[$"a:{i}"] = Unpacking.TypeOf(arguments[i]);
        }

        return new PartSetup
        {
            Version = ModuleVersion.Text,
            Code = code,
            Path = path,
            Session = session,
            Runner = PSValue.Unwrap(Runner),
            Variables = variables,
            Arguments = arguments,
            Types = types,
            ThrottleLimit = ThrottleLimit,
            KeepOrder = KeepOrder,
            NoEnumerate = NoEnumerate,
            NoAwait = NoAwait,
            TimeoutSeconds = MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSeconds)) ? TimeoutSeconds : null,
            IsVerbose = OwnRecords.AreWanted(this),
            IsDebug = OwnRecords.AreDebugWanted(this),
            HasInput = MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)),
            Luggage = Packer.Pack(State.Find(session), code, variables?.Keys.Cast<string>() ?? [], CancellationToken.None),
        };
    }

    private object? Travelling(string what, object? value)
    {
        if (Travellers.Refusal(what, value) is { } refusal)
        {
            ThrowTerminatingError(refusal);
        }

        return value;
    }

    private void Spread()
    {
        if (_spreadRequest is null)
        {
            return;
        }

        if (MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)))
        {
            if (Travellers.Refusal(nameof(InputObject), PSValue.Unwrap(InputObject)) is { } refusal)
            {
                WriteError(refusal);
            }
            else if (_spread is null)
            {
                _jobInput.Add(InputObject);
            }
            else
            {
                _spread.Add(InputObject);
            }
        }
    }
}
