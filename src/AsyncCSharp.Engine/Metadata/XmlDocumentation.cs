using System.Globalization;
using System.Runtime.CompilerServices;
using AsyncCSharp.Engine.Files;
using Microsoft.CodeAnalysis;

namespace AsyncCSharp.Engine.Metadata;

/// <summary>The documentation of an assembly: the file beside it; the framework has none, and an SDK's reference pack has it. Nothing is read before it is asked for. Any thread.</summary>
/// <param name="assembly">The assembly's file.</param>
internal sealed class XmlDocumentation(string assembly) : DocumentationProvider
{
    /// <inheritdoc/>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <inheritdoc/>
    protected override string? GetDocumentationForSymbol(string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default)
    {
        string name = Path.GetFileNameWithoutExtension(assembly) + ".xml";
        return DocumentationFile.Find(Path.Combine(Path.GetDirectoryName(assembly)!, name), documentationMemberID)
            ?? (FrameworkFiles.Contains(assembly) ? FrameworkDocumentation.Find(name, documentationMemberID) : null);
    }
}
