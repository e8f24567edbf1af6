using System.Collections.ObjectModel;
using System.Management.Automation;

namespace AsyncCSharp.Interop;

/// <summary>The end of a stream of PowerShell's, which takes it for a collection: hands over each record that is put in, and keeps none.</summary>
/// <param name="write">Gets the record, on the thread that writes it.</param>
internal sealed class RecordTarget(Action<object> write) : Collection<PSObject>
{
    protected override void InsertItem(int index, PSObject item) => write(item.BaseObject);
}
