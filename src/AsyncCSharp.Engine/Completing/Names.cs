using AsyncCSharp.Lexing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Classification;
using Microsoft.CodeAnalysis.Text;

namespace AsyncCSharp.Engine.Completing;

/// <summary>What the names in a text stand for, as the compiler binds them.</summary>
internal static class Names
{
    /// <summary>Them, in the order of the text.</summary>
    public static async Task<IReadOnlyList<CodeName>> FindAsync(Document document, CancellationToken cancellationToken)
    {
        SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        IEnumerable<ClassifiedSpan> spans = await Classifier.GetClassifiedSpansAsync(document, new TextSpan(0, text.Length), cancellationToken).ConfigureAwait(false);

        // A name may have a second answer with it, that it is static or was assigned anew; that one says nothing of what it is.
        return
        [
            .. spans.Select(static s => (s.TextSpan, Role: RoleOf(s.ClassificationType))).Where(static s => s.Role is not null)
                .Select(static s => new CodeName(s.TextSpan.Start, s.TextSpan.Length, s.Role!.Value))
                .OrderBy(static n => n.Start),
        ];
    }

    private static TextRole? RoleOf(string classification) => classification switch
    {
        ClassificationTypeNames.Keyword or ClassificationTypeNames.ControlKeyword => TextRole.Keyword,
        ClassificationTypeNames.ClassName or ClassificationTypeNames.RecordClassName or ClassificationTypeNames.RecordStructName or ClassificationTypeNames.StructName
            or ClassificationTypeNames.InterfaceName or ClassificationTypeNames.EnumName or ClassificationTypeNames.DelegateName
            or ClassificationTypeNames.TypeParameterName => TextRole.Type,
        ClassificationTypeNames.MethodName or ClassificationTypeNames.ExtensionMethodName => TextRole.Method,
        ClassificationTypeNames.LocalName or ClassificationTypeNames.ParameterName or ClassificationTypeNames.FieldName or ClassificationTypeNames.PropertyName
            or ClassificationTypeNames.EventName or ClassificationTypeNames.ConstantName or ClassificationTypeNames.EnumMemberName
            or ClassificationTypeNames.NamespaceName or ClassificationTypeNames.LabelName => TextRole.Plain,
        _ => null,
    };
}
