using System.Management.Automation;
using AsyncCSharp.Conversion;

namespace AsyncCSharp.Commands;

/// <summary>Takes several lines for one text: <c>Get-Content</c> without <c>-Raw</c> gives them so.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LinesAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PSValue.Unwrap(inputData) is object?[] { Length: > 0 } lines && Array.ConvertAll(lines, static line => PSValue.Unwrap(line) as string) is var texts && !texts.Contains(null)
            ? string.Join('\n', texts)
            : inputData;
}
