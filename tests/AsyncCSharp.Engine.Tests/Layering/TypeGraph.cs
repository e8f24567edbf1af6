using Mono.Cecil;
using Mono.Cecil.Cil;

namespace AsyncCSharp.Engine.Tests.Layering;

/// <summary>
/// Which type of compiled assemblies uses which: in signatures, fields, base types, generic arguments and constraints, attributes and
/// method bodies. What is nested in a type, by the user or by the compiler, is part of it.
/// </summary>
internal sealed class TypeGraph
{
    private readonly Dictionary<string, TypeNode> _nodes = new(StringComparer.Ordinal);

    private TypeGraph()
    {
    }

    /// <summary>The types, by their full names.</summary>
    public IReadOnlyDictionary<string, TypeNode> Types => _nodes;

    /// <summary>Reads assemblies; uses of one of them in another are seen.</summary>
    public static TypeGraph Read(params string[] paths)
    {
        TypeGraph graph = new();
        List<ModuleDefinition> modules = [];
        try
        {
            foreach (string path in paths)
            {
                bool hasSymbols = File.Exists(Path.ChangeExtension(path, ".pdb"));
                modules.Add(ModuleDefinition.ReadModule(path, new ReaderParameters { ReadSymbols = hasSymbols, ReadingMode = ReadingMode.Deferred }));
            }

            foreach (TypeDefinition type in modules.SelectMany(m => m.Types).Where(IsOurs))
            {
                graph._nodes.Add(type.FullName, new TypeNode(type.FullName, type.Namespace, type.Module.Assembly.Name.Name));
            }

            foreach (TypeDefinition type in modules.SelectMany(m => m.Types).Where(IsOurs))
            {
                graph.Visit(type, graph._nodes[type.FullName]);
            }

            return graph;
        }
        finally
        {
            modules.ForEach(m => m.Dispose());
        }
    }

    // The compiler adds types of its own, and so do source generators, in namespaces of the framework.
    private static bool IsOurs(TypeDefinition type) =>
        type.Namespace.StartsWith("AsyncCSharp", StringComparison.Ordinal) && !type.Name.StartsWith('<');

    private void Visit(TypeDefinition type, TypeNode node)
    {
        Add(node, type.BaseType);
        AddAll(node, type.Interfaces.Select(i => i.InterfaceType));
        Add(node, type.CustomAttributes);
        Add(node, type.GenericParameters);
        foreach (FieldDefinition field in type.Fields)
        {
            Add(node, field.FieldType);
            Add(node, field.CustomAttributes);
        }

        foreach (PropertyDefinition property in type.Properties)
        {
            Add(node, property.CustomAttributes);
        }

        foreach (MethodDefinition method in type.Methods)
        {
            Visit(method, node);
        }

        foreach (TypeDefinition nested in type.NestedTypes)
        {
            Visit(nested, node);
        }
    }

    private void Visit(MethodDefinition method, TypeNode node)
    {
        AddMember(node, method);
        Add(node, method.CustomAttributes);
        foreach (ParameterDefinition parameter in method.Parameters)
        {
            Add(node, parameter.CustomAttributes);
        }

        AddAll(node, method.Overrides.Select(o => o.DeclaringType));
        node.File ??= method.DebugInformation.SequencePoints.FirstOrDefault()?.Document.Url;
        if (!method.HasBody)
        {
            return;
        }

        AddAll(node, method.Body.Variables.Select(v => v.VariableType));
        AddAll(node, method.Body.ExceptionHandlers.Select(h => h.CatchType));
        foreach (Instruction instruction in method.Body.Instructions)
        {
            switch (instruction.Operand)
            {
                case TypeReference type:
                    Add(node, type);
                    break;
                case FieldReference field:
                    Add(node, field.DeclaringType);
                    Add(node, field.FieldType);
                    break;
                case MethodReference called:
                    AddMember(node, called);
                    break;
                default:
                    break;
            }
        }
    }

    private void AddMember(TypeNode node, MethodReference method)
    {
        Add(node, method.DeclaringType);
        Add(node, method.ReturnType);
        AddAll(node, method.Parameters.Select(p => p.ParameterType));
        Add(node, method.GenericParameters);
        if (method is GenericInstanceMethod instance)
        {
            AddAll(node, instance.GenericArguments);
        }
    }

    private void Add(TypeNode node, IEnumerable<CustomAttribute> attributes)
    {
        foreach (CustomAttribute attribute in attributes)
        {
            Add(node, attribute.AttributeType);
            IEnumerable<CustomAttributeArgument> arguments = attribute.ConstructorArguments.Concat(attribute.Properties.Concat(attribute.Fields).Select(p => p.Argument));
            AddAll(node, arguments.Select(a => a.Value).OfType<TypeReference>());
        }
    }

    private void Add(TypeNode node, IEnumerable<GenericParameter> parameters)
    {
        foreach (GenericParameter parameter in parameters)
        {
            AddAll(node, parameter.Constraints.Select(c => c.ConstraintType));
        }
    }

    private void AddAll(TypeNode node, IEnumerable<TypeReference?> types)
    {
        foreach (TypeReference? type in types)
        {
            Add(node, type);
        }
    }

    private void Add(TypeNode node, TypeReference? type)
    {
        switch (type)
        {
            case null or GenericParameter:
                return;
            case GenericInstanceType instance:
                AddAll(node, instance.GenericArguments);
                Add(node, instance.ElementType);
                return;
            case IModifierType modified:
                Add(node, modified.ModifierType);
                Add(node, modified.ElementType);
                return;
            case FunctionPointerType function:
                Add(node, function.ReturnType);
                AddAll(node, function.Parameters.Select(p => p.ParameterType));
                return;
            case TypeSpecification specification:
                Add(node, specification.ElementType);
                return;
            default:
                break;
        }

        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        if (_nodes.TryGetValue(type.FullName, out TypeNode? used) && used != node)
        {
            _ = node.Uses.Add(used);
        }
    }
}
