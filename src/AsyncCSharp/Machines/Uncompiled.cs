using System.Management.Automation;
using System.Text.RegularExpressions;
using AsyncCSharp.Reporting;

namespace AsyncCSharp.Machines;

/// <summary>Where a cell without objects did not compile, which each machine finds for itself. On the thread of the call.</summary>
internal sealed partial class Uncompiled
{
    private readonly List<(Machine Machine, ErrorRecord Record)> _all = [];

    /// <summary>Takes what a machine has found, where it is such an error.</summary>
    public bool TryAdd(Machine machine, ErrorRecord record)
    {
        bool isOne = record.FullyQualifiedErrorId == nameof(Errors.CompilationFailed);
        if (isOne)
        {
            _all.Add((machine, record));
        }

        return isOne;
    }

    /// <summary>Writes the errors. What compiles nowhere is the text's fault, and is said once.</summary>
    /// <param name="machines">How many machines there are.</param>
    /// <param name="output">Where they are written.</param>
    /// <exception cref="CellErrorException">It compiles nowhere.</exception>
    public void Tell(int machines, SpreadOutput output)
    {
        if (_all.Count == machines && _all.DistinctBy(u => Number().Replace(u.Record.Exception.Message, string.Empty)).Count() == 1)
        {
            throw new CellErrorException(_all[0].Record);
        }

        _all.ForEach(u => output.Write(u.Record, u.Machine));
    }

    // Each session counts its own cells.
    [GeneratedRegex(@"(?<=Cell)\[\d+\]")]
    private static partial Regex Number();
}
