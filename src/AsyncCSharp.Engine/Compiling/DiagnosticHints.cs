using AsyncCSharp.Engine.Metadata;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>What to do about errors that come from how PowerShell's values look in C#, and from what a cell has without being told: the compiler cannot know.</summary>
internal static class DiagnosticHints
{
    // "Non-invocable member cannot be used like a method."
    private const string NotInvocable = "CS1955";

    // "Method name expected."
    private const string NotMethod = "CS0149";

    // "Partial method must have an implementation part", the same of a property, "does not implement inherited abstract member".
    private const string NoPartialMethod = "CS8795";
    private const string NoPartialProperty = "CS9248";
    private const string NoMember = "CS0534";

    // "A partial member must be declared within a partial type".
    private const string PartialMember = "CS0751";

    // "Generator failed to initialize", "Generator failed to generate source".
    private const string NotStarted = "CS8784";
    private const string NotGenerated = "CS8785";

    // "Cannot implicitly convert type", the same with a cast, an operator for these operands.
    private const string NoConversion = "CS0029";
    private const string NoCast = "CS0030";
    private const string NoOperator = "CS0019";

    // "Does not contain a definition for".
    private const string NoSuchMember = "CS1061";

    // The same of a type's own members.
    private const string NoSuchStaticMember = "CS0117";

    // "Does not contain a definition, and the best extension method requires a receiver of another type".
    private const string NoReceiver = "CS1929";
    private const string OfDynamic = "<dynamic>'";

    // PowerShell's wrapper of an object, as messages have it; the ones about conversions have its full name.
    private const string Wrapper = "'PSObject'";
    private const string WrapperTo = "PSObject' to '";

    // "The type may not be a ref struct or a type parameter allowing ref structs", and the call of ours that it is said of.
    private const string RefStructArgument = "CS9244";
    private const string RefStructUse = " in order to use it as";
    private const string ValueOf = $"{nameof(CellGlobals)}.{nameof(CellGlobals.ValueOf)}<";

    // "The delegate type could not be inferred", "cannot convert argument", "type arguments cannot be inferred".
    private const string NoDelegateType = "CS8917";
    private const string NoArgument = "CS1503";
    private const string NoTypeArguments = "CS0411";

    // "The name does not exist in the current context", "the type or namespace name could not be found".
    private const string NoName = "CS0103";
    private const string NoType = "CS0246";

    // More of them say nothing about which is meant.
    private const int MostNamespaces = 3;

    /// <summary>The message, with a hint where there is one.</summary>
    public static string Add(string message, Diagnostic diagnostic, Compilation? compilation) => Find(message.TrimEnd('.'), diagnostic, compilation) ?? message;

    // The compiler ends some of its messages with a period, and others without. Hints begin with one.
    private static string? Find(string message, Diagnostic diagnostic, Compilation? compilation) => diagnostic switch
    {
        { Id: NotInvocable } when compilation is not null && TypeAt(diagnostic.Location, compilation) is { Name: "ScriptBlock" } =>
            string.Format(null, Strings.ScriptBlockCall, message),
        { Id: NotInvocable or NotMethod } when compilation is not null && TypeAt(diagnostic.Location, compilation) is { Name: "ScriptBlock" } or { SpecialType: SpecialType.System_Object } =>
            string.Format(null, Strings.UntypedCall, message),
        { Id: NoDelegateType } when MethodAt(diagnostic.Location) is { } method => string.Format(null, method == "Count" ? Strings.CountWithoutCall : Strings.MethodWithoutCall, message, method),
        { Id: NoConversion or NoArgument or NoTypeArguments } when compilation is not null && HasScriptBlock(diagnostic.Location, compilation) =>
            string.Format(null, Strings.ScriptBlockCall, message),
        { Id: NoConversion } when compilation is not null && IsRefStruct(diagnostic.Location, compilation) => string.Format(null, Strings.RefStructValue, message),
        { Id: RefStructArgument } when message.Contains(RefStructUse, StringComparison.Ordinal) && message.Contains(ValueOf, StringComparison.Ordinal) => string.Format(null, Strings.RefStructValue, message[..message.IndexOf(RefStructUse, StringComparison.Ordinal)]),
        { Id: NoPartialMethod or NoPartialProperty or NoMember, Location: { SourceTree: { } text, SourceSpan: var at } } when GeneratedCode.WayOut(text.GetRoot().FindNode(at)) is { } wayOut =>
            string.Format(null, Strings.NoSourceGenerators, message, wayOut),
        { Id: PartialMember, Location: { SourceTree: { } script, SourceSpan: var at } } when script.GetRoot().FindNode(at).FirstAncestorOrSelf<MemberDeclarationSyntax>() is { Parent: CompilationUnitSyntax, AttributeLists.Count: > 0 } =>
            string.Format(null, Strings.PartialMemberOfScript, message),
        { Id: NoName or NoType } when compilation is not null && NameAt(diagnostic.Location) is { } name && ReferencedTypes.NamespacesOf(name, compilation) is { Count: > 0 and <= MostNamespaces } namespaces =>
            MissingUsing(message, name, namespaces),
        { Id: NoSuchMember or NoSuchStaticMember } when compilation is not null && OtherCaseAt(diagnostic.Location, compilation) is { } other => string.Format(null, Strings.OtherCaseMember, message, other),
        { Id: NoSuchMember } when compilation is not null && ExtensionsAt(diagnostic.Location, compilation, out string? method) is { Count: > 0 and <= MostNamespaces } namespaces =>
            MissingUsing(message, method, namespaces),
        { Id: NoReceiver } when message.Contains(OfDynamic, StringComparison.Ordinal) && MethodAt(diagnostic.Location) is nameof(Enumerable.Sum) or nameof(Enumerable.Average) =>
            string.Format(null, Strings.DynamicNumber, message),
        { Id: NotStarted or NotGenerated } => string.Format(null, Strings.GeneratorFailed, message),
        { Id: var id } when IsAboutWrapper(id, message) => string.Format(null, Strings.WrappedObject, message),
        _ => null,
    };

    private static bool IsAboutWrapper(string id, string message) => id switch
    {
        NoSuchMember => message.StartsWith(Wrapper, StringComparison.Ordinal),
        NoOperator => message.Contains(Wrapper, StringComparison.Ordinal),
        NoConversion or NoCast or NoArgument => message.Contains(WrapperTo, StringComparison.Ordinal),
        _ => false,
    };

    // A cell's value, which the compiler wants to be an object.
    private static bool IsRefStruct(Location at, Compilation compilation) =>
        at.SourceTree is { } tree
        && compilation.ContainsSyntaxTree(tree)
        && tree.GetRoot().FindNode(at.SourceSpan, getInnermostNodeForTie: true) is { Parent: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } } value
        && compilation.GetSemanticModel(tree).GetTypeInfo(value).Type is { IsRefLikeType: true };

    // The name that the compiler does not know, where it may be a type's: not within another name.
    private static string? NameAt(Location location) =>
        location.SourceTree?.GetRoot().FindNode(location.SourceSpan, getInnermostNodeForTie: true) is SimpleNameSyntax { Parent: not QualifiedNameSyntax and not UsingDirectiveSyntax } name && char.IsUpper(name.Identifier.ValueText, 0)
            ? name.Identifier.ValueText
            : null;

    private static string MissingUsing(string message, string? name, IEnumerable<string> namespaces) =>
        string.Format(null, Strings.MissingUsing, message, name, string.Join(", ", namespaces.Select(static n => $"using {n};")));

    // The member of that name but for the case of letters, as PowerShell would find it.
    private static string? OtherCaseAt(Location location, Compilation compilation) =>
        AccessAt(location, compilation) is var (access, receiver, model)
            ? model.LookupSymbols(access.SpanStart, receiver, includeReducedExtensionMethods: true)
                .FirstOrDefault(s => s.Name.Equals(access.Name.Identifier.ValueText, StringComparison.OrdinalIgnoreCase))?.Name
            : null;

    // The namespaces that have the method for what it is called on. Where one is there already, something else is wrong.
    private static IReadOnlyList<string> ExtensionsAt(Location location, Compilation compilation, out string? method)
    {
        method = null;
        if (AccessAt(location, compilation) is not var (access, receiver, model) || access.Parent is not InvocationExpressionSyntax)
        {
            return [];
        }

        method = access.Name.Identifier.ValueText;
        return model.LookupSymbols(access.SpanStart, receiver, method, includeReducedExtensionMethods: true).IsEmpty
            ? ReferencedExtensions.NamespacesOf(method, receiver, compilation)
            : [];
    }

    // What stands behind a dot, and the type of what stands before it.
    private static (MemberAccessExpressionSyntax Access, ITypeSymbol Receiver, SemanticModel Model)? AccessAt(Location location, Compilation compilation)
    {
        if (location.SourceTree is not { } tree || !compilation.ContainsSyntaxTree(tree)
            || tree.GetRoot().FindNode(location.SourceSpan, getInnermostNodeForTie: true).Parent is not MemberAccessExpressionSyntax access)
        {
            return null;
        }

        SemanticModel model = compilation.GetSemanticModel(tree);
        ITypeSymbol? receiver = model.GetSymbolInfo(access.Expression).Symbol as ITypeSymbol ?? model.GetTypeInfo(access.Expression).Type;
        return receiver is { TypeKind: not TypeKind.Error } ? (access, receiver, model) : null;
    }

    // Written as a property would be.
    private static string? MethodAt(Location location) =>
        location.SourceTree?.GetRoot().FindNode(location.SourceSpan, getInnermostNodeForTie: true) is { } node && (node as MemberAccessExpressionSyntax ?? node.Parent as MemberAccessExpressionSyntax) is { } access
            ? access.Name.Identifier.Text
            : null;

    // What is to be a delegate, or an argument of the call.
    private static bool HasScriptBlock(Location location, Compilation compilation) =>
        TypeAt(location, compilation) is { Name: "ScriptBlock" }
        || (location.SourceTree is { } tree && compilation.ContainsSyntaxTree(tree)
            && tree.GetRoot().FindNode(location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call
            && call.ArgumentList.Arguments.Any(argument => TypeAt(argument.Expression.GetLocation(), compilation) is { Name: "ScriptBlock" }));

    private static ITypeSymbol? TypeAt(Location location, Compilation compilation)
    {
        if (location.SourceTree is not { } tree || !compilation.ContainsSyntaxTree(tree))
        {
            return null;
        }

        SyntaxNode node = tree.GetRoot().FindNode(location.SourceSpan, getInnermostNodeForTie: true);
        SemanticModel model = compilation.GetSemanticModel(tree);
        SymbolInfo found = model.GetSymbolInfo(node);
        return (found.Symbol ?? found.CandidateSymbols.FirstOrDefault()) switch
        {
            IFieldSymbol field => field.Type,
            ILocalSymbol local => local.Type,
            IParameterSymbol parameter => parameter.Type,
            IPropertySymbol property => property.Type,
            _ => model.GetTypeInfo(node).Type,
        };
    }
}
