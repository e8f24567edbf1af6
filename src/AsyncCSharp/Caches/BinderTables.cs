using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace AsyncCSharp.Caches;

/// <summary>
/// Takes the types of code that is over out of the tables of the C# runtime binder. It has a symbol for each type that a <c>dynamic</c>
/// expression has met, and for each that one stands in, and lets go of none: without this, a cell with a single <c>dynamic</c> stays for good.
/// By reflection (<see cref="BinderMembers"/>): where another version of the binder has other tables, nothing happens.
/// </summary>
internal sealed class BinderTables
{
    private const string AssemblyName = "Microsoft.CSharp";

    // The process's, as the binder's tables are: made when the binder is found to be in use.
    private static BinderTables? s_instance;

    private readonly BinderSymbols _symbols;
    private readonly object _bindLock;
    private readonly IDictionary _binders;
    private readonly IDictionary _names;
    private readonly IDictionary[] _tables;
    private readonly object[] _sets;
    private readonly object _root;
    private readonly Type _namespace;
    private readonly FieldInfo _firstChild;
    private readonly FieldInfo _lastChild;
    private readonly FieldInfo _nextChild;
    private readonly FieldInfo _nextSameName;

    private BinderTables(BinderMembers members)
    {
        _symbols = new BinderSymbols(members);
        _bindLock = members.Static("RuntimeBinder", "s_bindLock");
        _binders = (IDictionary)members.Static("BinderEquivalence", "binderEquivalenceCache");
        _names = (IDictionary)members.Static("Semantics.SymbolStore", "s_dictionary");
        _tables =
        [
            (IDictionary)members.Static("Semantics.TypeArray", "s_tableTypeArrays"),
            (IDictionary)members.Static("Semantics.TypeTable", "s_aggregateTable"),
            (IDictionary)members.Static("Semantics.TypeTable", "s_arrayTable"),
            (IDictionary)members.Static("Semantics.TypeTable", "s_parameterModifierTable"),
            (IDictionary)members.Static("Semantics.TypeTable", "s_pointerTable"),
            (IDictionary)members.Static("Semantics.TypeTable", "s_nullableTable"),
            (IDictionary)members.Static("Semantics.TypeManager", "s_internalsVisibleToCache"),
        ];
        _sets = [members.Static("SymbolTable", "s_typesWithConversionsLoaded"), members.Static("SymbolTable", "s_namesLoadedForEachType")];
        _namespace = members.TypeOf("Semantics.NamespaceSymbol");
        _root = members.Static("Semantics.NamespaceSymbol", "Root");
        _firstChild = members.Field("Semantics.ParentSymbol", "firstChild");
        _lastChild = members.Field("Semantics.ParentSymbol", "_lastChild");
        _nextChild = members.Field("Semantics.Symbol", "nextChild");
        _nextSameName = members.Field("Semantics.Symbol", "nextSameName");
    }

    /// <summary>Whether this framework has what is looked for. Loads the binder.</summary>
    public static bool IsAvailable
    {
        get
        {
            try
            {
                _ = new BinderTables(new BinderMembers(Assembly.Load(AssemblyName)));
                return true;
            }
            catch (MissingMemberException)
            {
                return false;
            }
        }
    }

    /// <summary>Clears. Any thread, while others bind: they wait for some milliseconds at most. Does nothing where nothing was ever bound.</summary>
    /// <exception cref="MissingMemberException">This version of the binder has other tables.</exception>
    public static void Clear()
    {
        if (s_instance is null && Array.Find(AppDomain.CurrentDomain.GetAssemblies(), IsBinder) is { } binder)
        {
            s_instance = new BinderTables(new BinderMembers(binder));
        }

        s_instance?.Remove();
    }

    private static bool IsBinder(Assembly assembly) =>
        assembly.GetName().Name == AssemblyName && AssemblyLoadContext.GetLoadContext(assembly) == AssemblyLoadContext.Default;

    private void Remove()
    {
        // What the binder itself holds while it binds. It runs no code but its own and reflection's meanwhile, and so does this.
        lock (_bindLock)
        {
            foreach (object key in _names.Keys.Cast<object>().ToArray())
            {
                RemoveNames(key);
            }

            RemoveChildren(_root);
            foreach (IDictionary table in _tables)
            {
                RemoveFrom(table);
            }

            foreach (object set in _sets)
            {
                RemoveFrom(set);
            }

            RemoveFrom(_binders);
            foreach (object binder in _binders.Keys)
            {
                TypeCaches.ForgetRules((CallSiteBinder)binder);
            }

            _symbols.Forget();
        }
    }

    // Symbols of one name in one parent are a list.
    private void RemoveNames(object key)
    {
        object? first = null;
        object? last = null;
        object? next;
        for (object? symbol = _names[key]; symbol is not null; symbol = next)
        {
            next = _nextSameName.GetValue(symbol);
            if (_symbols.IsOver(symbol))
            {
                continue;
            }

            if (last is not null)
            {
                _nextSameName.SetValue(last, symbol);
            }

            first ??= symbol;
            last = symbol;
        }

        if (first is null)
        {
            _names.Remove(key);
            return;
        }

        _nextSameName.SetValue(last, null);
        if (_names[key] != first)
        {
            _names[key] = first;
        }
    }

    // What is in a namespace is a list too. A type that is over has a namespace for its parent, or a type that is over.
    private void RemoveChildren(object parent)
    {
        object? last = null;
        object? next;
        for (object? child = _firstChild.GetValue(parent); child is not null; child = next)
        {
            next = _nextChild.GetValue(child);
            if (_symbols.IsOver(child))
            {
                continue;
            }

            Append(child);
            if (_namespace.IsInstanceOfType(child))
            {
                RemoveChildren(child);
            }
        }

        Append(null);
        _lastChild.SetValue(parent, last);

        void Append(object? child)
        {
            if (last is null)
            {
                _firstChild.SetValue(parent, child);
            }
            else
            {
                _nextChild.SetValue(last, child);
            }

            last = child ?? last;
        }
    }

    private void RemoveFrom(IDictionary table)
    {
        foreach (object key in table.Keys.Cast<object>().Where(key => _symbols.IsOver(key) || _symbols.IsOver(table[key])).ToArray())
        {
            table.Remove(key);
        }
    }

    private void RemoveFrom(object set)
    {
        MethodInfo remove = set.GetType().GetMethod("Remove")!;
        foreach (object item in ((IEnumerable)set).Cast<object>().Where(item => _symbols.IsOver(item)).ToArray())
        {
            _ = remove.Invoke(set, [item]);
        }
    }
}
