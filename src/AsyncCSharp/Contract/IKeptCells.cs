namespace AsyncCSharp.Contract;

/// <summary>The compiled cells that are kept on disk, in the folder that the environment calls for now.</summary>
internal interface IKeptCells
{
    /// <summary>The folder; null where nothing is kept on disk.</summary>
    string? Folder { get; }

    /// <summary>Removes all of them; gives how many there were, and their bytes.</summary>
    (int Entries, long Bytes) Clear();

    /// <summary>Why the folder, or a file in it, was not used, since the last call.</summary>
    IReadOnlyList<string> TakeProblems();
}
