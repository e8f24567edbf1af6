using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace AsyncCSharp.Conversion;

/// <summary>A tuple with its names.</summary>
internal sealed class TupleView : ObjectView, ITuple
{
    private readonly TupleShape _shape;

    public TupleView(TupleShape shape, ITuple tuple, ViewType type, PSMemberInfo[] members)
        : base(tuple, type, members) => _shape = shape;

    /// <summary>The names; null for a tuple without.</summary>
    public TupleNames? Names => _shape.Names;

    int ITuple.Length => Tuple.Length;

    private ITuple Tuple => (ITuple)Original;

    object? ITuple.this[int index] => PipelineValue.Within(Tuple[index], _shape.NamesOf(index));

    public override string ToString() => Original.ToString()!;

    // As PowerShell copies a value.
    protected override ObjectView CopyView() => _shape.View((ITuple)RuntimeHelpers.GetObjectValue(Original));
}
