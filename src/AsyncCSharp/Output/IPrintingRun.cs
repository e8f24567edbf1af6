namespace AsyncCSharp.Output;

/// <summary>The run of a cell that prints.</summary>
internal interface IPrintingRun
{
    /// <summary>The call of the cmdlet (or the job) that it belongs to.</summary>
    IPrintingCell Cell { get; }

    /// <summary>The characters that its console text is split in; made on first need.</summary>
    SplitCharacters Splits { get; }

    /// <summary>As <see cref="Splits"/>; null where there was no need.</summary>
    SplitCharacters? SplitsOrNull { get; }

    /// <summary>Whether the cell has ended; what it left behind may still run.</summary>
    bool Ended { get; }
}
