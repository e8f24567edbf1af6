using Mono.Cecil;

namespace AsyncCSharp.Engine.Weaving;

/// <summary>The check methods, as the module that is woven refers to them.</summary>
internal sealed class StopCheckReferences
{
    private readonly ModuleDefinition _module;
    private readonly TypeReference _await;
    private readonly TypeReference _host;
    private readonly IMetadataScope _shared;

    public StopCheckReferences(ModuleDefinition module)
    {
        _module = module;
        _shared = SharedAssembly(module);
        TypeReference hooks = new(typeof(StopHooks).Namespace, nameof(StopHooks), module, _shared);
        _await = new TypeReference(typeof(StopAwait).Namespace, nameof(StopAwait), module, _shared);
        Printed = new MethodReference(nameof(PrintHooks.Check), module.TypeSystem.Void, new TypeReference(typeof(PrintHooks).Namespace, nameof(PrintHooks), module, _shared));
        _host = new TypeReference(typeof(HostHooks).Namespace, nameof(HostHooks), module, _shared);
        RunsHost = new MethodReference(nameof(HostHooks.Runs), module.TypeSystem.Void, _host) { Parameters = { new ParameterDefinition(module.TypeSystem.Object) } };
        StartsHost = new MethodReference(nameof(HostHooks.Starts), module.TypeSystem.Void, _host) { Parameters = { new ParameterDefinition(module.TypeSystem.Object) } };
        LeaveFlow = new MethodReference(nameof(FlowHooks.Leave), module.TypeSystem.Void, new TypeReference(typeof(FlowHooks).Namespace, nameof(FlowHooks), module, _shared));
        Enter = new MethodReference(nameof(StopHooks.Enter), module.TypeSystem.Void, hooks);
        EnterAsync = new MethodReference(nameof(StopHooks.EnterAsync), module.TypeSystem.Void, hooks);
        Check = new MethodReference(nameof(StopHooks.Check), module.TypeSystem.Void, hooks);
        Catch = new MethodReference(nameof(StopHooks.Catch), module.TypeSystem.Void, hooks) { Parameters = { new ParameterDefinition(module.TypeSystem.Object) } };
        Resume = new MethodReference(nameof(StopHooks.Resume), module.TypeSystem.Void, hooks);
        EnterIterator = new MethodReference(nameof(StopHooks.EnterIterator), module.TypeSystem.Void, hooks);
        EnterFinalizer = new MethodReference(nameof(StopHooks.EnterFinalizer), module.TypeSystem.Void, hooks);
        EnterWrapping = new MethodReference(nameof(StopHooks.EnterWrapping), module.TypeSystem.UIntPtr, hooks);
        LeaveWrapping = new MethodReference(nameof(StopHooks.LeaveWrapping), module.TypeSystem.Void, hooks) { Parameters = { new ParameterDefinition(module.TypeSystem.UIntPtr) } };
        NoteLine = new MethodReference(nameof(LineHooks.Note), module.TypeSystem.Object, new TypeReference(typeof(LineHooks).Namespace, nameof(LineHooks), module, _shared))
        {
            Parameters = { new ParameterDefinition(module.TypeSystem.Object), new ParameterDefinition(module.TypeSystem.Int32), new ParameterDefinition(module.TypeSystem.String) },
        };
        MayCatch = new MethodReference(nameof(StopHooks.MayCatch), module.TypeSystem.Boolean, hooks) { Parameters = { new ParameterDefinition(module.TypeSystem.Object) } };
        MayAlsoCatch = new MethodReference(nameof(StopHooks.MayAlsoCatch), module.TypeSystem.Boolean, hooks) { Parameters = { new ParameterDefinition(module.TypeSystem.Boolean) } };
    }

    /// <summary>For behind a call that may have printed.</summary>
    public MethodReference Printed { get; }

    /// <summary>For before a call that waits for a host.</summary>
    public MethodReference RunsHost { get; }

    /// <summary>For before a call that starts a host.</summary>
    public MethodReference StartsHost { get; }

    /// <summary>For the end of a cell.</summary>
    public MethodReference LeaveFlow { get; }

    /// <summary>For the entry of a method.</summary>
    public MethodReference Enter { get; }

    /// <summary>For the entry of an async method.</summary>
    public MethodReference EnterAsync { get; }

    /// <summary>For a loop.</summary>
    public MethodReference Check { get; }

    /// <summary>For a handler that catches everything.</summary>
    public MethodReference Catch { get; }

    /// <summary>For where an await comes back.</summary>
    public MethodReference Resume { get; }

    /// <summary>For where an async iterator goes on.</summary>
    public MethodReference EnterIterator { get; }

    /// <summary>For the entry of a finalizer.</summary>
    public MethodReference EnterFinalizer { get; }

    /// <summary>For a call of what throws again what it catches.</summary>
    public MethodReference EnterWrapping { get; }

    /// <summary>For behind such a call.</summary>
    public MethodReference LeaveWrapping { get; }

    /// <summary>For a filter, before anything else.</summary>
    public MethodReference NoteLine { get; }

    /// <summary>For a handler without a filter.</summary>
    public MethodReference MayCatch { get; }

    /// <summary>For a handler with one.</summary>
    public MethodReference MayAlsoCatch { get; }

    /// <summary>
    /// What to call instead of a member of <see cref="Console"/> that waits for input where it cannot be stopped, of what ends the process, or of
    /// the event that tells of each exception; null for any other method.
    /// </summary>
    public MethodReference? InPlaceOf(MethodReference original)
    {
        Type? own = original.DeclaringType.FullName switch
        {
            "System.Console" when original.Name is nameof(Console.ReadKey) or nameof(Console.OpenStandardInput) => typeof(CellConsole),
            "System.Environment" when original.Name is nameof(Environment.Exit) => typeof(ExitHooks),
            "System.AppDomain" when original.Name is "add_FirstChanceException" or "remove_FirstChanceException" => typeof(ThrownHooks),
            _ => null,
        };
        if (own is null)
        {
            return null;
        }

        string name = original.Name switch
        {
            "add_FirstChanceException" => nameof(ThrownHooks.Add),
            "remove_FirstChanceException" => nameof(ThrownHooks.Remove),
            _ => original.Name,
        };
        MethodReference method = new(name, original.ReturnType, new TypeReference(own.Namespace, own.Name, _module, _shared));
        if (original.HasThis)
        {
            method.Parameters.Add(new ParameterDefinition(original.DeclaringType));
        }

        foreach (ParameterDefinition parameter in original.Parameters)
        {
            method.Parameters.Add(new ParameterDefinition(parameter.ParameterType));
        }

        return method;
    }

    /// <summary>For the token of a call that builds a host and waits for it.</summary>
    public MethodReference UntilStopped(TypeReference token) => new(nameof(HostHooks.Until), token, _host) { Parameters = { new ParameterDefinition(token) } };

    /// <summary>What to call instead of a builder's <c>AwaitUnsafeOnCompleted</c>; null for a builder that we do not know.</summary>
    public MethodReference? Await(MethodReference original)
    {
        if (original is not GenericInstanceMethod { GenericArguments: [var awaiter, var machine] } call
            || call.Name is not ("AwaitUnsafeOnCompleted" or "AwaitOnCompleted")
            || call.DeclaringType.Namespace != "System.Runtime.CompilerServices")
        {
            return null;
        }

        TypeReference builder = call.DeclaringType.GetElementType();
        if (builder.Name is not ("AsyncTaskMethodBuilder" or "AsyncTaskMethodBuilder`1" or "AsyncValueTaskMethodBuilder"
            or "AsyncValueTaskMethodBuilder`1" or "PoolingAsyncValueTaskMethodBuilder" or "PoolingAsyncValueTaskMethodBuilder`1" or "AsyncVoidMethodBuilder" or "AsyncIteratorMethodBuilder"))
        {
            return null;
        }

        MethodReference method = new(nameof(StopAwait.OnCompleted), _module.TypeSystem.Void, _await);
        GenericInstanceMethod instance = new(method);
        TypeReference builderParameter = builder;
        if (call.DeclaringType is GenericInstanceType { GenericArguments: [var result] })
        {
            GenericParameter parameter = AddParameter(method);
            builderParameter = new GenericInstanceType(builder) { GenericArguments = { parameter } };
            instance.GenericArguments.Add(result);
        }

        GenericParameter awaiterParameter = AddParameter(method);
        GenericParameter machineParameter = AddParameter(method);
        foreach (TypeReference type in new[] { builderParameter, awaiterParameter, machineParameter })
        {
            method.Parameters.Add(new ParameterDefinition(new ByReferenceType(type)));
        }

        instance.GenericArguments.Add(awaiter);
        instance.GenericArguments.Add(machine);
        return instance;
    }

    private static GenericParameter AddParameter(MethodReference method)
    {
        GenericParameter parameter = new(method);
        method.GenericParameters.Add(parameter);
        return parameter;
    }

    private static AssemblyNameReference SharedAssembly(ModuleDefinition module)
    {
        System.Reflection.AssemblyName name = typeof(StopHooks).Assembly.GetName();
        if (module.AssemblyReferences.FirstOrDefault(r => r.Name == name.Name) is { } known)
        {
            return known;
        }

        AssemblyNameReference added = new(name.Name, name.Version);
        module.AssemblyReferences.Add(added);
        return added;
    }
}
