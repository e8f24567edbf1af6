namespace AsyncCSharp.Bench;

/// <summary>A program of one file, which the SDK compiles and runs. Its compiler server is warm, as it is for whoever works with it.</summary>
internal sealed class FileProgram(string code) : IDisposable
{
    // Always the same file: the SDK keeps what it compiles in a folder for each.
    private readonly string _file = Path.Combine(Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "asynccsharp-bench")).FullName, "cell.cs");
    private int _version;

    /// <summary>The SDK's version.</summary>
    public static string Version => Child.Output("dotnet", ["--version"]).Trim();

    /// <summary>How many milliseconds it takes when the SDK has compiled this very text before.</summary>
    public double TimeCached()
    {
        WarmUp();
        return Time();
    }

    /// <summary>How many milliseconds it takes when the text has changed.</summary>
    public double TimeChanged()
    {
        WarmUp();
        Change();
        return Time();
    }

    public void Dispose() => File.Delete(_file);

    private double Time() => Child.Time("dotnet", ["run", _file]);

    private void WarmUp()
    {
        if (_version == 0)
        {
            Change();
            _ = Time();
        }
    }

    private void Change() => File.WriteAllText(_file, $"{code} // {_version++}");
}
