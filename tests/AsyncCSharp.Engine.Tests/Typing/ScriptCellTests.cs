using System.Management.Automation.Language;
using AsyncCSharp.Typing;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Typing;

/// <summary>Where C# is in a script that is being typed, and how places go from one to the other.</summary>
public sealed class ScriptCellTests
{
    [Theory]
    [InlineData("cs 'x.To|'", "x.To|")]
    [InlineData("cs 'x.To|", "x.To|")]
    [InlineData("cs '|'", "|")]
    [InlineData("cs \"x.To|\"", "x.To|")]
    [InlineData("cs '\"it''s\".To|'", "\"it's\".To|")]
    [InlineData("cs 'x.To|; \"it''s\"'", "x.To|; \"it's\"")]
    [InlineData("cs \"`\"it's`\".To|\"", "\"it's\".To|")]
    [InlineData("cs \"\"\"it's\"\".To|\"", "\"it's\".To|")]
    [InlineData("cs \"$name.To|\"", "_name.To|")]
    [InlineData("cs \"`$x.To|\"", "$x.To|")]
    [InlineData("cs @'\nvar s = 'c';\ns.To|\n'@", "var s = 'c';\ns.To|")]
    [InlineData("cs @'\ns.To|", "s.To|")]
    [InlineData("cs @\"\ns.To|\n\"@", "s.To|")]
    [InlineData("cs @'\r\ns.To|\r\n'@", "s.To|")]
    [InlineData("cs -Code 'x.To|'", "x.To|")]
    [InlineData("cs -Code:'x.To|'", "x.To|")]
    [InlineData("cs -NoAwait 'x.To|'", "x.To|")]
    [InlineData("cs -Session other 'x.To|'", "x.To|")]
    [InlineData("1..3 | cs 'Input.To|'", "Input.To|")]
    [InlineData("Invoke-CSharpCell 'x.To|' -TimeoutSeconds 5", "x.To|")]
    [InlineData("AsyncCSharp\\Invoke-CSharpCell 'x.To|'", "x.To|")]
    [InlineData("Test-CSharpCell 'x.To|'", "x.To|")]
    [InlineData("'x.To|' | Test-CSharpCell", "x.To|")]
    [InlineData("if ($true) { cs 'x.To|' }", "x.To|")]
    [InlineData("$y = \"$(cs 'x.To|')\"", "x.To|")]
    [InlineData("cs Math.Ma|", "Math.Ma|")]
    [InlineData("& cs 'x.To|'", "x.To|")]
    public void At_FindsTheText(string script, string text)
    {
        (ScriptCell? cell, _) = At(script);

        Assert.Equal(text, cell!.Text.Text.Insert(cell.Position, "|"));
    }

    [Theory]
    [InlineData("Write-Host 'x.To|'")]
    [InlineData("cs 'x' -Session 'x.To|'")]
    [InlineData("cs -Path 'x.To|'")]
    [InlineData("cs 'x' 'x.To|'")]
    [InlineData("'x.To|' | cs")]
    [InlineData("cs| 'x'")]
    [InlineData("cs 'x'; 'x.To|'")]
    [InlineData("cs ./scri|")]
    [InlineData("'x' | Test-CSharpCell 'y' | Write-Host 'x.To|'")]
    [InlineData("cs @'|\nx\n'@")]
    public void At_FindsNothingElsewhere(string script) => Assert.Null(At(script).Cell);

    [Theory]
    [InlineData("cs '\"it''s\".To|'", 5, "String", "cs '\"it''sString\".To'")]
    [InlineData("cs 'x|'", 1, "'", "cs 'x'''")]
    [InlineData("cs \"x|\"", 1, "\"$`", "cs \"x`\"`$``\"")]
    [InlineData("cs @'\nx|\n'@", 1, "'", "cs @'\nx'\n'@")]
    public void Write_IsReadAsTheText(string script, int position, string text, string written)
    {
        (ScriptCell? cell, string whole) = At(script);

        Assert.Equal(written, whole.Insert(cell!.Text.ToScript(position), cell.Text.Write(text)));
    }

    [Fact]
    public void Source_IsWhatTheObjectsComeFrom()
    {
        Assert.Equal("1..3", At("1..3 | cs 'x.To|'").Cell!.Source!.Extent.Text);
        Assert.Null(At("cs 'x.To|'").Cell!.Source);
    }

    [Fact]
    public void ValueOf_IsWhatStandsBehindAParameter()
    {
        Assert.Equal("other", At("cs 'x.To|' -Session other").Cell!.ValueOf("Session")!.Extent.Text);
        Assert.Equal("other", At("cs 'x.To|' -Ses:other").Cell!.ValueOf("Session")!.Extent.Text);
        Assert.Null(At("cs 'x.To|' -NoAwait").Cell!.ValueOf("Session"));
    }

    private static (ScriptCell? Cell, string Script) At(string script)
    {
        int bar = script.IndexOf("To|", StringComparison.Ordinal) is var to and >= 0 ? to + 2 : script.IndexOf('|', StringComparison.Ordinal);
        bar = script.StartsWith("'x' | ", StringComparison.Ordinal) ? script.LastIndexOf('|') : bar;
        string whole = script.Remove(bar, 1);
        ScriptBlockAst ast = Parser.ParseInput(whole, out _, out _);
        return (ScriptCell.At(ast, bar, static name => name == "cs" ? "Invoke-CSharpCell" : null), whole);
    }
}
