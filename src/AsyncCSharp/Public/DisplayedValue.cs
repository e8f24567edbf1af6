using AsyncCSharp.Text;

namespace AsyncCSharp;

/// <summary>What <see cref="Display"/> has shown, to be shown anew in its place.</summary>
public sealed class DisplayedValue
{
    private readonly IDisplayTarget? _target;

    internal DisplayedValue(IDisplayTarget? target) => _target = target;

    /// <summary>The name of the place in the notebook.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Shows something else in its place. Any thread, also when the cell has ended.</summary>
    /// <param name="value">The object.</param>
    public void Update(object? value) => Put(value ?? "null", isUpdate: true);

    /// <summary>As <see cref="Update"/>, for something of any kind.</summary>
    /// <param name="mimeType">Its MIME type.</param>
    /// <param name="content">The content; in Base64 where it is no text.</param>
    public void UpdateAs(string mimeType, string content)
    {
        ArgumentException.ThrowIfNullOrEmpty(mimeType);
        ArgumentNullException.ThrowIfNull(content);
        _ = Put(mimeType, content, isUpdate: true);
    }

    /// <inheritdoc/>
    public override string ToString() => Id;

    internal DisplayedValue Put(object value, bool isUpdate)
    {
        if (_target is null)
        {
            Display.Write(value.ToString() ?? string.Empty);
            return this;
        }

        _target.Show(_target.Format(value, IRunningCell.Current), Id, isUpdate);
        return this;
    }

    internal DisplayedValue Put(string mimeType, string content, bool isUpdate)
    {
        const string Plain = "text/plain";
        if (_target is null)
        {
            Display.Write(content);
            return this;
        }

        Dictionary<string, string> data = new(StringComparer.Ordinal) { [mimeType] = content };

        // What can show nothing else has this.
        _ = data.TryAdd(Plain, ImageKind.IsImage(mimeType) ? mimeType : content);
        _target.Show(data, Id, isUpdate);
        return this;
    }
}
