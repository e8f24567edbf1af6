using System.Collections.ObjectModel;
using System.ComponentModel;
using System.Management.Automation;
using AsyncCSharp.Conversion;

namespace AsyncCSharp;

/// <summary>
/// Shows PowerShell the keys of dictionaries, and the members of JSON, as properties where the object itself has come to it, within
/// another object. PowerShell makes it; see the types file of the module.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ViewAdapter : PSPropertyAdapter
{
    /// <summary>The text of a tuple with names.</summary>
    /// <param name="instance">The tuple as PowerShell sees it.</param>
    /// <returns>The text that it has in C#.</returns>
    public static string TextOf(PSObject instance) => ObjectView.TargetOf(instance)?.ToString() ?? string.Empty;

    /// <inheritdoc/>
    public override Collection<PSAdaptedProperty> GetProperties(object baseObject) =>
        PipelineValue.Of(baseObject) is PSObject view ? [.. view.Properties.Select(p => new PSAdaptedProperty(p.Name, p))] : [];

    /// <inheritdoc/>
    public override PSAdaptedProperty? GetProperty(object baseObject, string propertyName) =>
        PipelineValue.Of(baseObject) is PSObject view && view.Properties[propertyName] is { } property ? new PSAdaptedProperty(property.Name, property) : null;

    /// <inheritdoc/>
    public override bool IsGettable(PSAdaptedProperty adaptedProperty) => true;

    /// <inheritdoc/>
    public override bool IsSettable(PSAdaptedProperty adaptedProperty) => Of(adaptedProperty).IsSettable;

    /// <inheritdoc/>
    public override object? GetPropertyValue(PSAdaptedProperty adaptedProperty) => Of(adaptedProperty).Value;

    /// <inheritdoc/>
    public override void SetPropertyValue(PSAdaptedProperty adaptedProperty, object value) => Of(adaptedProperty).Value = value;

    /// <inheritdoc/>
    public override string GetPropertyTypeName(PSAdaptedProperty adaptedProperty) => Of(adaptedProperty).TypeNameOfValue;

    private static PSPropertyInfo Of(PSAdaptedProperty? adaptedProperty)
    {
        ArgumentNullException.ThrowIfNull(adaptedProperty);
        return (PSPropertyInfo)adaptedProperty.Tag;
    }
}
