using System.Runtime.InteropServices;

namespace AsyncCSharp.Engine.Loading;

/// <summary>Finds an object until it is gone for good. Does not keep it.</summary>
/// <remarks>
/// Finalizers of a session's objects ask for assemblies when the session is garbage as a whole. A <see cref="WeakReference{T}"/> is garbage then,
/// too, and its own finalizer may have run before: it would tell of nothing any more. So the handle is freed when the object is gone and not before.
/// </remarks>
internal sealed class LastingReference<T>(T target)
    where T : class
{
    private GCHandle _handle = GCHandle.Alloc(target, GCHandleType.WeakTrackResurrection);

    ~LastingReference()
    {
        if (_handle.Target is not null)
        {
            GC.ReRegisterForFinalize(this);
        }
        else
        {
            _handle.Free();
        }
    }

    /// <summary>The object; null where it is gone.</summary>
    public T? Target => _handle.IsAllocated ? (T?)_handle.Target : null;
}
