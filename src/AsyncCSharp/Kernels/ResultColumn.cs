using System.Management.Automation;

namespace AsyncCSharp.Kernels;

/// <summary>A column of a table.</summary>
/// <param name="Label">Its heading.</param>
/// <param name="Property">The property that is in it; null where a script makes what is in it.</param>
/// <param name="Script">That script.</param>
internal sealed record ResultColumn(string Label, string? Property, ScriptBlock? Script)
{
    /// <summary>What is in it for an object. A property that throws is empty, as in PowerShell's tables.</summary>
    public object? ValueOf(PSObject item)
    {
        try
        {
            return Property is not null
                ? item.Properties[Property]?.Value
                : Script!.InvokeWithContext(null, [new PSVariable("_", item)]).FirstOrDefault();
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            return null;
        }
    }
}
