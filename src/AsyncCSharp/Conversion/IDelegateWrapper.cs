namespace AsyncCSharp.Conversion;

/// <summary>Makes delegates that any thread can call of those that PowerShell has made of script blocks.</summary>
internal interface IDelegateWrapper
{
    /// <summary>The delegate to use in the place of the value; the value itself where it is none of a script block.</summary>
    object? Wrap(object? value);
}
