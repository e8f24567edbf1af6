using AsyncCSharp.Text;

namespace AsyncCSharp.Failures;

/// <summary>
/// What background code of a session threw, until the next cell tells of it: the first ones, and how many more there were. Belongs to
/// <see cref="SessionFailures"/>, which locks it.
/// </summary>
internal sealed class FailureList
{
    private readonly List<Exception> _first = [];
    private int _more;

    /// <summary>Whether there is one.</summary>
    public bool Any => _first.Count > 0;

    /// <summary>Adds one, unless it is there: several ways lead here.</summary>
    public void Add(Exception e)
    {
        // By identity: a user's exception may say itself what it equals.
        if (_first.Exists(known => ReferenceEquals(known, e)))
        {
            return;
        }

        if (_first.Count < Shown.Items)
        {
            _first.Add(e);
        }
        else
        {
            _more++;
        }
    }

    /// <summary>Empties it, and gives what was in it.</summary>
    public (IReadOnlyList<Exception> First, int More) Take()
    {
        (IReadOnlyList<Exception> First, int More) taken = ([.. _first], _more);
        _first.Clear();
        _more = 0;
        return taken;
    }
}
