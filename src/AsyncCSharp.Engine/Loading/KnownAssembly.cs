using System.Reflection;
using System.Runtime.InteropServices;

namespace AsyncCSharp.Engine.Loading;

/// <summary>An assembly that is found as long as it is loaded, and its file. Does not keep it.</summary>
/// <remarks>
/// Finalizers of a session's objects ask for assemblies when the session is garbage as a whole. A <see cref="WeakReference{T}"/> is garbage then,
/// too, and its own finalizer may have run before: it would tell of nothing any more. So the handle is freed when the assembly is gone and not before.
/// </remarks>
internal sealed class KnownAssembly(Assembly assembly, string? path)
{
    private GCHandle _assembly = GCHandle.Alloc(assembly, GCHandleType.WeakTrackResurrection);

    ~KnownAssembly()
    {
        if (_assembly.Target is not null)
        {
            GC.ReRegisterForFinalize(this);
        }
        else
        {
            _assembly.Free();
        }
    }

    /// <summary>The assembly; null where it is gone.</summary>
    public Assembly? Assembly => _assembly.IsAllocated ? (Assembly?)_assembly.Target : null;

    /// <summary>The file that it was loaded from, or null.</summary>
    public string? Path => path;
}
