# What the blocks of pages need that cannot stand on the page: by page, and a wildcard for the text of the block (at the C#
# prompt, for all that it shows).
#   Before, After   run before and after the block; what After throws is a failure
#   Replace         texts of the page, and what stands in for them, in which {server} is the address of a server on this machine
#   Run             what is run instead, with the text in $code
#   WritesErrors    an error record is what comes, and no failure
#   Why             the reason why it is not run: it has to parse then
@{
    'README.md' = @(
        @{ Text = '*git clone*'; Why = 'it clones and builds the repository' }
    )
    'docs/cookbook.md' = @(
        @{ Text = '*urls.txt*'; Before = '"$server/site/1", "$server/site/2" | Set-Content urls.txt'; After = 'if ("$((Import-Csv pages.csv).Status)" -ne "200 200") { throw (Get-Content pages.csv) }' }
        @{
            Text = '*shop.db*'
            Before = @'
$null = New-CSharpSession Shop
cs -Session Shop @"
#r "nuget: Microsoft.Data.Sqlite, 10.0.0"
using var db = new Microsoft.Data.Sqlite.SqliteConnection("Data Source=shop.db;Pooling=false");
db.Open();
using var command = db.CreateCommand();
command.CommandText = "create table item (name text, price real); insert into item values ('pen', 1), ('lamp', 35), ('desk', 20)";
command.ExecuteNonQuery();
"@
'@
            After = 'if ("$((Import-Csv items.csv).name)" -ne "desk lamp") { throw (Get-Content items.csv) }'
        }
        @{
            Text = "Describe 'Shop'*"
            Before = @'
$null = New-Item bin/Debug/net10.0 -ItemType Directory
Add-Type -OutputAssembly $PWD/bin/Debug/net10.0/Shop.dll -OutputType Library -TypeDefinition @"
namespace Shop
{
    public class StockException : System.Exception { }
    public class Stock
    {
        public System.Threading.Tasks.Task<int> CountAsync(string item) => item == "pen" ? System.Threading.Tasks.Task.FromResult(3) : throw new StockException();
    }
}
"@
'@
            Run = 'Set-Content Shop.Tests.ps1 $code; $result = Invoke-Pester ./Shop.Tests.ps1 -Output None -PassThru; $result.Tests.Where{ $_.Result -ne "Passed" }.ErrorRecord; if ($result.PassedCount -ne 2) { throw $result.PassedCount }'
        }
    )
    'docs/en-US/about_AsyncCSharp.md' = @(
        @{ Text = '*example.org*'; Replace = @{ 'https://example.org' = '{server}' } }
    )
    'docs/en-US/about_AutoAwait.md' = @(
        @{ Text = '*DownloadAsync*'; Before = "cs 'Task DownloadAsync(string name, CancellationToken ct) => Task.Delay(1, ct);'" }
    )
    'docs/en-US/about_CSharpCells.md' = @(
        @{ Text = '$urls | cs*'; Before = '$urls = "$server/site/1", "$server/site/2"' }
        @{ Text = '$machines = *'; Before = "function New-PSSession { Get-StandIn }; cs 'async Task<int> WorkAsync(int n) { await Task.Yield(); return n; }'"; After = '$machines | Remove-PSSession' }
        @{ Text = '$job = *'; Before = "cs 'async Task<List<string>> Download() { await Task.Delay(1); return [""page""]; }'" }
        @{ Text = '*resize.csx*'; Before = "Set-Content resize.csx 'return args.Length + int.Parse(args[0]);'"; Run = 'Set-Content run.ps1 $code; ./run.ps1; if ($LASTEXITCODE -ne 802 % 256 -and $LASTEXITCODE -ne 802) { throw $LASTEXITCODE }' }
        @{ Text = '*localhost:5000*'; Replace = @{ 'http://localhost:5000' = '{free}' } }
        @{ Text = '*notes.txt*'; Before = 'Set-Content notes.txt text'; After = 'if ($text.Trim() -ne "text") { throw $text }' }
        @{ Text = '*read("none.txt")*'; WritesErrors = $true }
        @{ Text = '*Read-Host*'; Before = 'function Read-Host($Prompt) { "for $Prompt" }' }
        @{ Text = '*web1, web2, web3*'; Before = 'function New-PSSession { Get-StandIn }'; Replace = @{ 'http://localhost/item/{Input}' = '{server}/products/{Input}/stock' }; After = '$sessions | Remove-PSSession' }
    )
    'docs/en-US/about_CSharpPrompt.md' = @(
        @{ Text = '*.TrimEnd*'; Why = 'it shows what keys do, which PromptCompletion.Tests.ps1 tries' }
        @{ Text = '*IEnumerable<int> Enumerable.Range*'; Why = 'it shows what keys do, which PromptCompletion.Tests.ps1 tries' }
        @{ Text = '*JsonSerializerOptions*'; Why = 'it shows what keys do, which PromptCompletion.Tests.ps1 tries' }
    )
    'docs/en-US/about_CSharpNotebooks.md' = @(
        @{ Text = '*jupyter lab*'; Why = 'it starts a program that is not there everywhere' }
        @{ Text = '*#!share*'; Run = 'New-Notebook $code; Invoke-CSharpNotebook ./report.ipynb' }
        @{ Text = '*Display.Html*'; Before = '[IO.File]::WriteAllBytes("$PWD/plot.png", [Convert]::FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="))'; Run = 'New-Notebook $code; Invoke-CSharpNotebook ./report.ipynb' }
        @{ Text = '*report.ipynb*'; Before = "New-Notebook 'int month = 1;' parameters"; After = 'if (-not (Test-Path report-3.ipynb)) { throw "none" }' }
    )
    'docs/en-US/ConvertFrom-CSharpNotebook.md' = @(
        @{ Text = '*git diff*'; Before = 'New-Notebook 1; function git { }'; After = 'Remove-Item Function:git' }
    )
    'docs/en-US/ConvertTo-CSharpNotebook.md' = @(
        @{ Text = '*old.dib*'; Before = 'Set-Content old.dib "#!csharp`n`n1 + 1"' }
        @{ Text = 'foreach*'; Before = '$null = New-Item polyglot, converted -ItemType Directory; Push-Location polyglot; New-Notebook 1; Pop-Location'; After = 'if (-not (Test-Path converted/report.ipynb)) { throw "none" }' }
    )
    'docs/en-US/Get-CSharpKernel.md' = @(
        @{ Text = '*'; Before = '$env:JUPYTER_DATA_DIR = "$PWD/data"; Install-CSharpKernel' }
    )
    'docs/en-US/Install-CSharpKernel.md' = @(
        @{ Text = '*'; Before = '$env:JUPYTER_DATA_DIR = "$PWD/data"' }
    )
    'docs/en-US/Uninstall-CSharpKernel.md' = @(
        @{ Text = '*-Confirm*'; Why = 'it asks' }
        @{ Text = '*'; Before = '$env:JUPYTER_DATA_DIR = "$PWD/data"; Install-CSharpKernel' }
    )
    'docs/en-US/Start-CSharpKernel.md' = @(
        @{ Text = '*'; Why = 'it runs until a frontend ends it, which Kernel.Tests.ps1 does' }
    )
    'docs/en-US/Install-CSharpModule.md' = @(
        @{ Text = '*'; Before = 'function New-PSSession { Get-StandIn }' }
    )
    'docs/en-US/Invoke-CSharpCell.md' = @(
        @{ Text = '*web01, web02*'; Before = 'function New-PSSession { Get-StandIn }; "$server/site/1", "$server/site/2" | Set-Content urls.txt'; After = '$machines | Remove-PSSession' }
    )
    'docs/en-US/Invoke-CSharpNotebook.md' = @(
        @{ Text = 'Get-ChildItem*'; Before = '$null = New-Item docs -ItemType Directory; Push-Location docs; New-Notebook 1; Pop-Location' }
        @{ Text = 'foreach*'; Before = "New-Notebook 'int month = 1;' parameters"; After = 'if (@(Get-ChildItem report-*.ipynb).Count -ne 12) { throw "not twelve" }' }
    )
    'docs/en-US/Receive-Task.md' = @(
        @{ Text = '*example.org*'; Replace = @{ 'https://example.org' = '{server}' } }
        @{ Text = '*-Any*'; Before = "`$tasks = cs 'Enumerable.Range(1, 3).Select(async i => { await Task.Delay(50 * i); return i; }).ToArray()' -NoAwait" }
    )
    'docs/en-US/Set-CSharpKeyHandler.md' = @(
        @{ Text = '*-Chord F5*'; Before = 'Import-Module PSReadLine' }
        @{ Text = '*$PROFILE*'; Before = 'Import-Module PSReadLine; $PROFILE = "$PWD/profile.ps1"'; After = '. $PROFILE' }
    )
    'docs/en-US/Test-CSharpCell.md' = @(
        @{ Text = 'Get-ChildItem*'; Before = "Set-Content a.csx '1'" }
    )
}
