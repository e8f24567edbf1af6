namespace AsyncCSharp;

/// <summary>Where <see cref="Display"/> shows things: a notebook. Any thread.</summary>
internal interface IDisplayTarget
{
    /// <summary>Shows something, or puts it in the place of what is shown already.</summary>
    /// <param name="data">The same thing in each form that there is, by MIME types.</param>
    /// <param name="id">The name of the place.</param>
    /// <param name="isUpdate">Whether it is there already.</param>
    void Show(IReadOnlyDictionary<string, string> data, string id, bool isUpdate);

    /// <summary>Removes what the cell has shown.</summary>
    /// <param name="wait">Whether only when something else is to be shown.</param>
    void Clear(bool wait);

    /// <summary>An object in the forms in which the notebook shows the value of a cell.</summary>
    /// <param name="value">The object.</param>
    /// <param name="shell">The way to PowerShell of the cell that runs; null where it has ended.</param>
    IReadOnlyDictionary<string, string> Format(object? value, IShellAccess? shell);
}
