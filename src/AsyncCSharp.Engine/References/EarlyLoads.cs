using System.Reflection;
using AsyncCSharp.Engine.Loading;

namespace AsyncCSharp.Engine.References;

/// <summary>
/// The assemblies that a user has asked for and that are still to be loaded, so that PowerShell knows their types before a cell needs them.
/// Owned by the session's references.
/// </summary>
/// <param name="context">Where they are loaded.</param>
internal sealed class EarlyLoads(SessionLoadContext context)
{
    private readonly Queue<AssemblyName> _names = new();

    /// <summary>Has one loaded with the next <see cref="Load"/>.</summary>
    public void Add(AssemblyName name) => _names.Enqueue(name);

    /// <summary>Loads those that were added since the last call, where they can be loaded.</summary>
    public void Load()
    {
        while (_names.TryDequeue(out AssemblyName? name))
        {
            try
            {
                context.LoadEarly(name);
            }
            catch (Exception e) when (e is IOException or BadImageFormatException or UnauthorizedAccessException)
            {
                // A reference assembly, or one for another platform: whoever needs its code hears of that.
            }
        }
    }

    /// <summary>Those that there are now, to be given to <see cref="GoBack"/>.</summary>
    public AssemblyName[] SetMark() => [.. _names];

    /// <summary>Makes them what they were.</summary>
    public void GoBack(AssemblyName[] mark)
    {
        _names.Clear();
        Array.ForEach(mark, _names.Enqueue);
    }
}
