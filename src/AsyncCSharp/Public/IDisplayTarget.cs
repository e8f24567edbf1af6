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
    /// <param name="cell">The cell whose code shows it; null where no cell's does.</param>
    IReadOnlyDictionary<string, string> Format(object? value, IRunningCell? cell);

    /// <summary>What stands for a value that is shown as one thing, whatever it has in it: goes through the pipeline in its place. Else null.</summary>
    /// <param name="value">The value.</param>
    /// <param name="cell">The cell that gives it.</param>
    object? Present(object value, IRunningCell cell);

    /// <summary>Shows what has not come yet: a stream or a task. What is there of it is shown in its place, up to its end.</summary>
    /// <param name="value">The value.</param>
    /// <param name="place">Where it is shown.</param>
    /// <param name="cell">The cell whose code shows it; null where no cell's does.</param>
    /// <returns>Ends with it; null where the value is no stream and no task that runs.</returns>
    Task? Follow(object value, DisplayedValue place, IRunningCell? cell);
}
