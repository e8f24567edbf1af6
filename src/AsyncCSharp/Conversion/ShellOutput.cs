using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;

namespace AsyncCSharp.Conversion;

/// <summary>
/// What <see cref="CellShell.Invoke"/> gives: PowerShell's objects, which <c>Cast</c> and <c>OfType</c> see as the objects that are inside.
/// </summary>
internal class ShellOutput(IList<PSObject> output) : Collection<PSObject>(output), IEnumerable
{
    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => Items.Select(PSValue.Unwrap).GetEnumerator();
}
