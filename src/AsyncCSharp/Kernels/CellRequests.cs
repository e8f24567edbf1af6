using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AsyncCSharp.Kernels;

/// <summary>Runs the cells that clients send. The shell thread's.</summary>
internal sealed class CellRequests(IKernelOutput output, KernelRunspace cells, InputRequests input, KernelOptions options)
{
    private readonly InteractiveCells _interactive = new(cells, options.IsCompatible);
    private readonly Magics _magics = new(cells, input);
    private int _count;
    private long _abortedUntil;

    /// <summary>The cells so far.</summary>
    public KernelHistory History { get; } = new();

    /// <summary>Whether a cell before it has failed, and it was sent before that was known.</summary>
    public bool IsToBeAborted(KernelRequest request) => request.Order <= _abortedUntil;

    /// <summary>A cell has failed: those that were sent meanwhile are not run.</summary>
    public void AbortUntil(long order) => _abortedUntil = order;

    /// <summary>Runs a cell.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="drain">Takes in what native code has printed.</param>
    /// <returns>The content of the answer.</returns>
    public JsonObject Run(KernelRequest request, Action drain)
    {
        string code = request.Message.Text("code") ?? string.Empty;
        bool isSilent = request.Message.Flag("silent", otherwise: false);
        bool isKept = !isSilent && request.Message.Flag("store_history", otherwise: true);
        if (isKept && !string.IsNullOrWhiteSpace(code))
        {
            _count = cells.SkipNumbersTo(_count + 1);
            History.Add(_count, code);
        }

        if (!isSilent)
        {
            output.Publish("execute_input", request.Header, new JsonObject { ["code"] = code, ["execution_count"] = _count });
        }

        cells.Host.ExitCode = null;
        cells.RunProfiles(request);
        CellError? error = RunParts(code, NotebookFile.KindOf(request.Message.Metadata) ?? options.First, request, isSilent);
        drain();
        JsonObject reply = new() { ["status"] = error is null ? "ok" : "error", ["execution_count"] = _count, ["payload"] = Payload() };
        if (error is null)
        {
            reply["user_expressions"] = Evaluate(request);
            return reply;
        }

        foreach ((string name, JsonNode? value) in error.ToContent())
        {
            reply[name] = value?.DeepClone();
        }

        if (!isSilent)
        {
            output.Publish("error", request.Header, error.ToContent());
        }

        return reply;
    }

    private CellError? RunParts(string code, CellKind kind, KernelRequest request, bool isSilent)
    {
        long start = Stopwatch.GetTimestamp();
        bool isTimed = false;
        try
        {
            foreach (CellPart part in CellParts.Of(code, kind))
            {
                isTimed |= part is { Language: CellLanguage.Magic, Name: "time" };
                if (RunPart(part, request, isSilent) is { } error)
                {
                    return error;
                }
            }

            return null;
        }
        catch (FormatException e)
        {
            return CellError.Of("UnknownMagic", string.Format(null, Strings.KernelUnknownMagic, e.Message, CellParts.Names));
        }
        finally
        {
            if (isTimed)
            {
                request.Write($"{string.Format(null, Strings.KernelTime, Stopwatch.GetElapsedTime(start).TotalMilliseconds)}\n", isError: false);
            }
        }
    }

    private CellError? RunPart(CellPart part, KernelRequest request, bool isSilent)
    {
        void Result(JsonObject data) => Show(request, data, isSilent);
        switch (part.Language)
        {
            case CellLanguage.PowerShell:
                return cells.RunPowerShell(part.Text, request);
            case CellLanguage.Unknown:
                throw new FormatException($"#!{part.Name}");
            case CellLanguage.Kept:
                return _magics.Keep(part.Text, request);
            case CellLanguage.Shown:
                if (!isSilent)
                {
                    output.Publish("display_data", request.Header, new JsonObject { ["data"] = ShownPart.Data(part), ["metadata"] = new JsonObject() });
                }

                return null;
            case CellLanguage.Magic when part.Name == "time":
                return null;
            case CellLanguage.Magic when part.Name == InteractiveNames.Command:
                return _interactive.Begin(request);
            case CellLanguage.Magic:
                return _magics.Run(part, request, Result, file => Import(file, request, isSilent));
            default:
                return string.IsNullOrWhiteSpace(part.Text) ? null : cells.RunCSharp(_interactive.Prepare(part.Text, request), request, Result, Math.Max(_count, 1));
        }
    }

    private CellError? Import(string file, KernelRequest request, bool isSilent)
    {
        CellError? error = cells.Evaluate("param($Path) Convert-Path -LiteralPath $Path -ErrorAction Stop", [file], request, out object? path);
        if (error is not null)
        {
            return error;
        }

        try
        {
            foreach ((string code, CellKind kind) in NotebookFile.Read(path!.ToString()!))
            {
                error ??= RunParts(code, kind, request, isSilent);
            }

            return error;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return CellError.Of(e.GetType().Name, e.Message);
        }
    }

    private void Show(KernelRequest request, JsonObject data, bool isSilent)
    {
        if (!isSilent)
        {
            output.Publish("execute_result", request.Header, new JsonObject { ["execution_count"] = _count, ["data"] = data, ["metadata"] = new JsonObject() });
        }
    }

    // The client ends the kernel, or asks its user whether it should.
    private JsonArray Payload() => cells.Host.ExitCode is null ? [] : [new JsonObject { ["source"] = "ask_exit", ["keepkernel"] = false }];

    private JsonObject Evaluate(KernelRequest request)
    {
        JsonObject results = [];
        foreach ((string name, JsonNode? expression) in request.Message.Content["user_expressions"] as JsonObject ?? [])
        {
            JsonObject data = [];
            CellError? error = cells.RunCSharp(expression is JsonValue value && value.TryGetValue(out string? text) ? text : string.Empty, request, shown => data = shown, Math.Max(_count, 1));
            JsonObject result = error?.ToContent() ?? new JsonObject { ["data"] = data, ["metadata"] = new JsonObject() };
            result["status"] = error is null ? "ok" : "error";
            results[name] = result;
        }

        return results;
    }
}
