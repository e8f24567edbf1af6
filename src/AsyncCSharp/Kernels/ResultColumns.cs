using System.Data;
using System.Management.Automation;
using AsyncCSharp.Conversion;

namespace AsyncCSharp.Kernels;

/// <summary>Finds the columns that PowerShell would show objects with. On a pipeline thread of their runspace only.</summary>
internal static class ResultColumns
{
    /// <summary>How many columns a table has at most that nobody has made a view for.</summary>
    private const int Most = 16;

    /// <summary>The columns of objects of one type; empty where they are no table.</summary>
    public static IReadOnlyList<ResultColumn> Of(IReadOnlyList<PSObject> items)
    {
        PSObject first = items[0];
        // What is in a list within a list, PowerShell shows one by one.
        if (IsText(first.BaseObject) || ValueKinds.IsEnumerable(first.BaseObject) || items.Any(item => item.TypeNames.FirstOrDefault() != first.TypeNames.FirstOrDefault()))
        {
            return [];
        }

        if (first.BaseObject is DataRow row)
        {
            // PowerShell adds the properties of the row itself, and leaves them out of its tables.
            return [.. row.Table.Columns.Cast<DataColumn>().Select(column => new ResultColumn(column.ColumnName, column.ColumnName, null))];
        }

        IReadOnlyList<ResultColumn> columns = OfView(first);
        columns = columns.Count > 0 ? columns : OfProperties(first);
        return columns.Count > 1 ? columns : [];
    }

    // What is one thing to a reader, whatever properties it has.
    private static bool IsText(object value) =>
        value is string or decimal or DateTime or DateTimeOffset or TimeSpan or DateOnly or TimeOnly or Guid or Version or Uri or Type || value.GetType() is { IsPrimitive: true } or { IsEnum: true };

    private static ResultColumn[] OfView(PSObject item)
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        string[] names = [.. item.TypeNames.Where(name => name is not ("System.Object" or "System.ValueType"))];
        if (names.Length == 0)
        {
            return [];
        }

        ExtendedTypeDefinition[] found = [.. shell.AddCommand("Microsoft.PowerShell.Utility\\Get-FormatData").AddParameter("TypeName", names.Select(WildcardPattern.Escape).ToArray()).Invoke<ExtendedTypeDefinition>()];
        ExtendedTypeDefinition? definition = names.Select(name => Array.Find(found, d => d.TypeNames.Contains(name, StringComparer.OrdinalIgnoreCase))).FirstOrDefault(d => d is not null);
        if (definition?.FormatViewDefinition.FirstOrDefault()?.Control is not TableControl { Rows: [{ } row, ..] } table)
        {
            return [];
        }

        return [.. row.Columns.Select((column, i) => new ResultColumn(
            table.Headers.ElementAtOrDefault(i)?.Label is { Length: > 0 } label ? label : column.DisplayEntry.Value,
            column.DisplayEntry.ValueType == DisplayEntryValueType.Property ? column.DisplayEntry.Value : null,
            column.DisplayEntry.ValueType == DisplayEntryValueType.ScriptBlock ? ScriptBlock.Create(column.DisplayEntry.Value) : null))];
    }

    private static ResultColumn[] OfProperties(PSObject item)
    {
        string[] chosen = (item.Members["PSStandardMembers"]?.Value as PSMemberSet)?.Members["DefaultDisplayPropertySet"]?.Value is PSPropertySet set
            ? [.. set.ReferencedPropertyNames]
            : [.. item.Properties.Where(p => p.IsGettable).Select(p => p.Name)];
        return [.. chosen.Take(Most).Select(name => new ResultColumn(name, name, null))];
    }
}
