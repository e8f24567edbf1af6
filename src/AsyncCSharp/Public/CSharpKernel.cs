namespace AsyncCSharp;

/// <summary>A kernel of this module that Jupyter knows.</summary>
public sealed class CSharpKernel
{
    internal CSharpKernel(string name, string displayName, string path, IReadOnlyList<string> command)
    {
        Name = name;
        DisplayName = displayName;
        Path = path;
        Command = command;
    }

    /// <summary>How notebooks name it.</summary>
    public string Name { get; }

    /// <summary>How people see it.</summary>
    public string DisplayName { get; }

    /// <summary>The folder with its files.</summary>
    public string Path { get; }

    /// <summary>What starts it.</summary>
    public IReadOnlyList<string> Command { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
