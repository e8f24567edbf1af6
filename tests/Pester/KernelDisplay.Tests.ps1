# What a kernel shows of values. As in Kernel.Tests.ps1, without Python.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/KernelClient.ps1"
    . "$PSScriptRoot/Libraries.ps1"
    $kernel = Start-TestKernel $TestDrive
}

AfterAll {
    Stop-TestKernel $kernel
}

Describe 'A dictionary' {
    It 'is a table of what is in it: <Code>' -ForEach @(
        @{ Code = 'new Dictionary<string, int> { ["a"] = 1, ["<b>"] = 2 }'; Head = 'Key'; Rows = '<tr><td>a</td><td>1</td></tr><tr><td>&lt;b&gt;</td><td>2</td></tr>' }
        @{ Code = 'new System.Collections.Hashtable { ["a"] = 1 }'; Head = 'Name'; Rows = '<tr><td>a</td><td>1</td></tr>' }
        @{ Code = "#!pwsh`n[ordered]@{ a = 1 } | Out-Display"; Head = 'Name'; Rows = '<tr><td>a</td><td>1</td></tr>' }
        @{ Code = 'Enumerable.Range(1, 2).Select(i => new Dictionary<string, int> { ["a"] = i })'; Head = 'Key'; Rows = '<tr><td>a</td><td>1</td></tr><tr><td>a</td><td>2</td></tr>' }
        @{ Code = 'new SortedDictionary<int, string>()'; Head = 'Key'; Rows = '' }
    ) {
        Get-KernelResult (Invoke-KernelCell $kernel $Code) 'text/html' | Should -Be "<table><thead><tr><th>$Head</th><th>Value</th></tr></thead><tbody>$Rows</tbody></table>"
    }

    It 'within a list is shown as PowerShell shows it, and a list within a list has no table' {
        $result = Invoke-KernelCell $kernel 'new List<List<int>> { new() { 1, 2 }, new() { 3 } }'
        Get-KernelResult $result | Should -Be "1`n2`n3"
        Get-KernelResult $result 'text/html' | Should -BeNullOrEmpty
    }
}

Describe 'Display' {
    It 'shows <Kind>' -ForEach @(
        @{ Code = 'Display.Html("<b>x</b>");'; Kind = 'text/html'; Content = '<b>x</b>' }
        @{ Code = 'Display.Markdown("*x*")'; Kind = 'text/markdown'; Content = '*x*' }
        @{ Code = 'Display.Latex("$x$");'; Kind = 'text/latex'; Content = '$x$' }
        @{ Code = 'Display.JavaScript("1");'; Kind = 'application/javascript'; Content = '1' }
        @{ Code = 'Display.Svg("<svg/>");'; Kind = 'image/svg+xml'; Content = '<svg/>' }
        @{ Code = 'Display.Image(Convert.FromHexString("89504E470D0A1A0A"));'; Kind = 'image/png'; Content = 'iVBORw0KGgo='; Plain = 'image/png' }
        @{ Code = 'Display.Image(Convert.FromHexString("FFD8FFE0"));'; Kind = 'image/jpeg'; Content = '/9j/4A=='; Plain = 'image/jpeg' }
        @{ Code = 'await Task.Run(() => Display.Show(new { A = 1, B = 2 }));'; Kind = 'text/html'; Content = '<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>'; Plain = "A B`n- -`n1 2" }
    ) {
        $result = Invoke-KernelCell $kernel $Code
        @($result.Output).Type | Should -Be 'display_data'
        Get-KernelResult $result $Kind | Should -Be $Content
        Get-KernelResult $result | Should -Be ($Plain ?? $Content)
    }

    It 'gives JSON as JSON, and a value that is SVG as an image' {
        [int](Invoke-KernelCell $kernel 'Display.Json(new { a = 7 });').Output[0].Content['data']['application/json']['a'] | Should -Be 7
        Get-KernelResult (Invoke-KernelCell $kernel '"<svg></svg>"') 'image/svg+xml' | Should -Be '<svg></svg>'
    }

    It 'changes what it has shown, also when the cell has ended' {
        $first = Invoke-KernelCell $kernel 'var shown = Display.Text("first");'
        $second = Invoke-KernelCell $kernel 'await Task.Run(() => shown.Update("second")); shown.UpdateAs("text/html", "<i>third</i>");'
        $updates = @($second.Output | Where-Object Type -EQ 'update_display_data')
        $updates | ForEach-Object { [string]$_.Content['transient']['display_id'] | Should -Be ([string]$first.Output[0].Content['transient']['display_id']) }
        $updates.Parent | Should -Be $second.Id, $second.Id
        [string]$updates[0].Content['data']['text/plain'] | Should -Be 'second'
        [string]$updates[1].Content['data']['text/html'] | Should -Be '<i>third</i>'
    }

    It 'removes what the cell has shown' {
        $result = Invoke-KernelCell $kernel 'Display.Text("gone"); Display.Clear(wait: true);'
        @($result.Output).Type | Should -Be 'display_data', 'clear_output'
        [string]$result.Output[1].Content['wait'] | Should -Be 'true'
    }

    It 'takes no bytes that are no image' {
        (Invoke-KernelCell $kernel 'Display.Image(new byte[10]);').Reply.Text('ename') | Should -Be 'ArgumentException'
    }

    It 'writes text at a prompt' {
        @(Invoke-CSharpCell 'Display.Markdown("*x*"); var d = Display.Show(5); d.Update(6);' 6>&1 | ForEach-Object { "$_" }) | Should -Be '*x*', '5', '6'
    }
}

Describe 'A value' {
    BeforeAll {
        $drawing = [IO.Path]::Combine($TestDrive, 'Drawing.dll')
        New-Library $drawing @'
namespace ScottPlot { public class Plot { public string GetSvgXml(int w, int h) => $"<svg width=\"{w}\" height=\"{h}\"/>"; } }
namespace SkiaSharp {
public enum SKEncodedImageFormat { Png }
public sealed class SKData : System.IDisposable { public byte[] Bytes; public byte[] ToArray() => Bytes; public void Dispose() { } }
public class SKImage { public SKData Encode() => new SKData { Bytes = new byte[] { 1, 2 } }; public SKData Encode(SKEncodedImageFormat f, int q) => null; }
public class SKBitmap { public SKData Encode(SKEncodedImageFormat f, int q) => new SKData { Bytes = new byte[] { 2 } }; }
}
namespace XPlot.Plotly { public class PlotlyChart { public string GetHtml() => "<html></html>"; } }
namespace Plotly.NET { public abstract class GenericChart { public static string toEmbeddedHTML(GenericChart c) => "plotly"; } public class Chart : GenericChart { } }
namespace Microsoft.Data.Analysis {
public class Column { public string Name { get; set; } }
public class DataFrame {
    public Column[] Columns => new[] { new Column { Name = "a" }, new Column { Name = "<b>" } };
    public System.Collections.Generic.IEnumerable<object[]> Rows => new[] { new object[] { 1, "x" }, new object[] { 2, null } };
}
}
public class Cat { }
'@
        $formatting = [IO.Path]::Combine($TestDrive, 'Microsoft.DotNet.Interactive.Formatting.dll')
        New-Library $formatting @'
namespace Microsoft.DotNet.Interactive.Formatting {
public static class Formatter {
    public static System.Collections.Generic.IReadOnlyCollection<string> GetPreferredMimeTypesFor(System.Type type) => new[] { type.Name == "Cat" || type.IsArray ? "text/html" : "text/plain" };
    public static string ToDisplayString(object value, string mimeType = "text/plain") =>
        mimeType != "text/html" ? "plain" : value is System.Array ? "<table>usual</table><style>.dni-code-hint { }</style>" : "<i>of Interactive</i>";
}
}
'@
        $result = Invoke-KernelCell $kernel "#r ""$drawing""`n#r ""$formatting""`nMicrosoft.DotNet.Interactive.Formatting.Formatter.ToDisplayString(1)"
        $result.Reply.Text('evalue') | Should -BeNullOrEmpty
    }

    It 'is a table as usual, or what .NET Interactive has registered for its items' {
        Get-KernelResult (Invoke-KernelCell $kernel 'new[] { new Cat(), new Cat() }') 'text/html' | Should -Match '^<table>usual'
        Get-KernelResult (Invoke-KernelCell $kernel 'new[] { new { A = 1, B = 2 } }') 'text/html' | Should -Match '^<table><thead><tr><th>A</th>'
    }

    It 'that is an image is shown as one' {
        $result = Invoke-KernelCell $kernel 'Convert.FromHexString("89504E470D0A1A0A")'
        Get-KernelResult $result 'image/png' | Should -Be 'iVBORw0KGgo='
        Get-KernelResult (Invoke-KernelCell $kernel 'new byte[] { 1, 2 }') | Should -Be "1`n2"
    }

    It 'of a table has its columns, and those of its rows' {
        $code = 'var table = new System.Data.DataTable(); table.Columns.Add("a"); table.Columns.Add("b"); table.Rows.Add(1, "<x>"); table'
        Get-KernelResult (Invoke-KernelCell $kernel $code) 'text/html' | Should -Be '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>&lt;x&gt;</td></tr></tbody></table>'
    }

    It 'of a library is shown as the library draws it: <Code>' -ForEach @(
        @{ Code = 'new ScottPlot.Plot()'; Kind = 'image/svg+xml'; Content = '<svg width="600" height="400"/>' }
        @{ Code = 'new SkiaSharp.SKImage()'; Kind = 'image/png'; Content = 'AQI=' }
        @{ Code = 'new SkiaSharp.SKBitmap()'; Kind = 'image/png'; Content = 'Ag==' }
        @{ Code = 'new XPlot.Plotly.PlotlyChart()'; Kind = 'text/html'; Content = '<iframe srcdoc="&lt;html&gt;&lt;/html&gt;" width="100%" height="520" frameborder="0"></iframe>' }
        @{ Code = 'new Plotly.NET.Chart()'; Kind = 'text/html'; Content = '<iframe srcdoc="plotly" width="100%" height="520" frameborder="0"></iframe>' }
        @{ Code = 'new Microsoft.Data.Analysis.DataFrame()'; Kind = 'text/html'; Content = '<table><thead><tr><th></th><th>a</th><th>&lt;b&gt;</th></tr></thead><tbody><tr><th>0</th><td>1</td><td>x</td></tr><tr><th>1</th><td>2</td><td></td></tr></tbody></table>'; Text = "   a  <b>`n0  1  x`n1  2" }
        @{ Code = 'new Cat()'; Kind = 'text/html'; Content = '<i>of Interactive</i>'; Text = 'plain' }
    ) {
        $result = Invoke-KernelCell $kernel $Code
        Get-KernelResult $result $Kind | Should -Be $Content
        if ($Text) { Get-KernelResult $result | Should -Be $Text }
    }

    It 'is shown as the user has it' {
        $result = Invoke-KernelCell $kernel 'record Spot(int X, int Y); record Dot(int X) : Spot(X, 0); Display.Register<Spot>("text/html", s => $"<b>{s.X}</b>"); new Dot(3)'
        Get-KernelResult $result 'text/html' | Should -Be '<b>3</b>'
        Get-KernelResult $result | Should -Be 'Dot { X = 3, Y = 0 }'
        Get-KernelResult (Invoke-KernelCell $kernel 'await Task.Run(() => Display.Show(new Spot(4, 4)));') 'text/html' | Should -Be '<b>4</b>'
        Get-KernelResult (Invoke-KernelCell $kernel 'Display.Register<Version>(v => new[] { new { v.Major, v.Minor } }); new Version(1, 2)') 'text/html' |
            Should -Be '<table><thead><tr><th>Major</th><th>Minor</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>'
        (Invoke-KernelCell $kernel 'Display.Register<Uri>("text/html", u => throw new InvalidOperationException("no text")); new Uri("http://localhost")').Reply.Text('evalue') | Should -Match 'no text'
    }

    It 'is shown as a script of the user has it, and is itself in a pipeline' {
        $null = Invoke-KernelCell $kernel "record Place(int X);`n#!pwsh Register-CSharpFormatter Place { '*'; `$_.X; `$args[0].X } text/markdown"
        Get-KernelResult (Invoke-KernelCell $kernel 'new Place(5)') 'text/markdown' | Should -Be "*`n5`n5"
        Get-KernelText (Invoke-KernelCell $kernel "#!pwsh`ncs 'new Place(6)' | ForEach-Object { `$_.GetType().Name }") | Should -Be "Place`n"
        $null = Invoke-KernelCell $kernel '#!pwsh Register-CSharpFormatter ([version]) { [pscustomobject]@{ A = $_.Major; B = 2 } }'
        Get-KernelResult (Invoke-KernelCell $kernel 'new Version(7, 2)') | Should -Be "A B`n- -`n7 2"
    }
}

Describe 'What has not come yet' {
    It 'grows in its place: a stream that is the value' {
        $null = Invoke-KernelCell $kernel 'async IAsyncEnumerable<object> Rows() { for (int i = 0; i < 3; i++) { yield return new { Id = i, Square = i * i }; await Task.Delay(300); } }'
        $result = Invoke-KernelCell $kernel 'Rows()'
        $types = @($result.Output).Type
        $types[0] | Should -Be 'display_data'
        $types | Select-Object -Skip 1 | Should -Not -BeNullOrEmpty
        $types | Select-Object -Skip 1 | ForEach-Object { $_ | Should -Be 'update_display_data' }
        @($result.Output | ForEach-Object { [string]$_.Content['transient']['display_id'] } | Select-Object -Unique).Count | Should -Be 1
        [string]$result.Output[0].Content['data']['text/plain'] | Should -Be "Id Square`n-- ------`n 0      0"
        [string]$result.Output[-1].Content['data']['text/plain'] | Should -Be "Id Square`n-- ------`n 0      0`n 1      1`n 2      4"
        [string]$result.Output[-1].Content['data']['text/html'] | Should -Match '<td>2</td><td>4</td>'
    }

    It 'goes on while other code of the cell runs, and ends with its error' {
        $result = Invoke-KernelCell $kernel 'async IAsyncEnumerable<int> Bad() { yield return 1; await Task.Yield(); throw new InvalidOperationException("bad stream"); } Bad()'
        $result.Reply.Text('evalue') | Should -Match 'bad stream'
        [string]($result.Output | Where-Object Type -Like '*display_data')[-1].Content['data']['text/plain'] | Should -Be '1'
        $result = Invoke-KernelCell $kernel 'var shownRows = Display.Show(Rows()); Console.WriteLine("goes on"); await Task.Delay(1500);'
        Get-KernelText $result | Should -Be "goes on`n"
        [string]($result.Output | Where-Object Type -EQ 'update_display_data')[-1].Content['data']['text/plain'] | Should -Match '2 +4$'
    }

    It 'is a task until it has ended: <Code>' -ForEach @(
        @{ Code = 'var source = new TaskCompletionSource<int>(); Display.Show(source.Task); source.SetResult(42); await Task.Delay(50);'; Text = '42' }
        @{ Code = 'var failing = new TaskCompletionSource(); Display.Show(failing.Task); failing.SetException(new Exception("bad task")); await Task.Delay(50);'; Text = 'Exception: bad task' }
    ) {
        $result = Invoke-KernelCell $kernel $Code
        $result.Output[0].Type | Should -Be 'display_data'
        [string]$result.Output[0].Content['data']['text/plain'] | Should -Be 'The task runs ...'
        $update = ($result.Output | Where-Object Type -EQ 'update_display_data') ?? $kernel.Client.ReceiveOutput($result.Id, 'update_display_data')
        [string]$update.Content['data']['text/plain'] | Should -Be $Text
    }

    It 'is ended by an interrupt' {
        $ended = Stop-KernelCell $kernel 'async IAsyncEnumerable<int> Endless() { for (int i = 0; ; i++) { yield return i; await Task.Delay(10); } } Endless()'
        $ended.Stopped.Text('ename') | Should -Be 'OperationStopped'
    }
}
