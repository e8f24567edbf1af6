namespace AsyncCSharp.Machines;

/// <summary>The version of the module, as PowerShell has it from the manifest.</summary>
internal static class ModuleVersion
{
    /// <summary>The version that the assembly was built with.</summary>
    public static string Text { get; } = typeof(ModuleVersion).Assembly.GetName().Version!.ToString(3);
}
