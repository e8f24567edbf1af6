BeforeAll {
    . "$PSScriptRoot/PackageSpec.ps1"
    $failed = 'AsyncCSharp.Commands.InvokeCSharpCellCommand'

    # A shared framework of the spec's own, in three builds, where $env:DOTNET_ROOT says.
    $net = [Environment]::Version.ToString(2)
    $builds = @{ "$net.1" = 1; "$net.20" = 20; "$net.3" = 3; '99.0.0' = 99; '9.0.0' = 9; "$net.30-preview" = 30 }
    foreach ($version in $builds.Keys) {
        $folder = (New-Item "$TestDrive/dotnet/shared/Spec.Framework/$version" -ItemType Directory -Force).FullName
        [IO.File]::WriteAllBytes("$folder/SpecFramework.dll", (New-AssemblyImage SpecFramework $builds[$version] 1.0.0.0))
        [IO.File]::WriteAllBytes("$folder/SpecBoth.dll", (New-AssemblyImage SpecBoth 5 5.0.0.0))
        [IO.File]::WriteAllText("$folder/specnative.dll", 'native')
    }

    $root = $env:DOTNET_ROOT
    $env:DOTNET_ROOT = "$TestDrive/dotnet"
}

AfterAll {
    $env:DOTNET_ROOT = $root
}

Describe '#r "framework: ..."' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'takes the newest build for this .NET: <_>' -ForEach 'framework: Spec.Framework', 'Framework:spec.framework', ' framework:  Spec.Framework ' {
        Invoke-CSharpCell "#r ""$_""`nSpecFramework.Thing.Answer()" | Should -Be 20
        Invoke-CSharpCell 'SpecFramework.Thing.Answer()' | Should -Be 20
        Invoke-CSharpCell "#r ""$_""`nSpecFramework.Thing.Answer() + 1" | Should -Be 21
    }

    It 'is a reference of a new session, and one that is added' {
        $session = New-CSharpSession -Reference 'framework: Spec.Framework'
        Invoke-CSharpCell 'SpecFramework.Thing.Answer()' -Session $session | Should -Be 20
        Remove-CSharpSession $session
        Add-CSharpReference -AssemblyName 'framework: Spec.Framework'
        Invoke-CSharpCell 'SpecFramework.Thing.Answer()' | Should -Be 20
        Reset-CSharpSession
        (Test-CSharpCell "#r ""framework: Spec.Framework""`nSpecFramework.Thing.Answer()").ReturnType | Should -Be int
        { Invoke-CSharpCell 'SpecFramework.Thing.Answer()' } | Should -Throw -ErrorId "CompilationFailed,$failed"
    }

    It 'goes with packages: the newer of two assemblies is taken, whatever comes first' -ForEach @(
        @{ Version = '1.0.0'; Answer = 5 }
        @{ Version = '7.0.0'; Answer = 7 }
    ) {
        New-Package $feed SpecBoth $Version @{ 'lib/netstandard2.0/SpecBoth.dll' = New-AssemblyImage SpecBoth ([int]$Version.Substring(0, 1)) "$Version.0" }
        $references = "#r ""framework: Spec.Framework""", "#r ""nuget: SpecBoth, $Version"""
        Invoke-InFolder $work {
            foreach ($order in @(0, 1), @(1, 0)) {
                Reset-CSharpSession
                Invoke-CSharpCell $references[$order[0]]
                Invoke-CSharpCell "$($references[$order[1]])`nSpecBoth.Thing.Answer() + SpecFramework.Thing.Answer()" | Should -Be ($Answer + 20)
            }
        }
    }

    It 'comes with a package that needs it, as far as it is installed' {
        $needs = "<frameworkReferences><group targetFramework='netcoreapp3.1'><frameworkReference name='Spec.Framework' /><frameworkReference name='Spec.None' /></group></frameworkReferences>"
        New-Package $feed SpecNeedsFramework 1.0.0 @{ 'lib/netstandard2.0/SpecNeedsFramework.dll' = New-AssemblyImage SpecNeedsFramework 3 } -Metadata $needs
        Invoke-InFolder $work {
            Invoke-CSharpCell "#r ""nuget: SpecNeedsFramework, 1.0.0""`nSpecNeedsFramework.Thing.Answer() + SpecFramework.Thing.Answer()" 3>&1 | Should -Be 23
        }
    }

    It 'is an error where it is not installed, that says where it was looked for: <_>' -ForEach 'Spec.None', 'Microsoft.NETCore.App', '../shared/Spec.Framework', '' {
        $e = { Invoke-CSharpCell "#r ""framework: $_""`n1" } | Should -Throw -PassThru -ErrorId "FrameworkNotFound,$failed"
        $e.CategoryInfo.Category | Should -Be ObjectNotFound
        $e.Exception.Message | Should -BeLike "*'$_' for .NET $net *$([IO.Path]::Combine("$TestDrive", 'dotnet', 'shared'))*:line 1)"
    }

    It 'is an error where it is there for another .NET only' {
        $null = New-Item "$TestDrive/dotnet/shared/Spec.Later/99.0.0" -ItemType Directory -Force
        { Invoke-CSharpCell '#r "framework: Spec.Later"' } | Should -Throw -ErrorId "FrameworkNotFound,$failed"
    }
}

Describe 'ASP.NET Core' {
    BeforeAll {
        $isInstalled = $null -ne (Get-ChildItem ([IO.Path]::Combine([IO.Path]::GetDirectoryName([object].Assembly.Location), '../../Microsoft.AspNetCore.App')) -ErrorAction Ignore)
    }

    BeforeEach {
        Reset-CSharpSession
        if (-not $isInstalled) {
            Set-ItResult -Skipped -Because 'ASP.NET Core is not installed beside the .NET that the shell runs on'
        }
    }

    It 'serves a minimal API from a cell, by one reference: <_>' -ForEach 'framework: Microsoft.AspNetCore.App', 'sdk:Microsoft.NET.Sdk.Web' {
        Invoke-CSharpCell @"
#r "$_"
var builder = WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
builder.Services.AddSingleton<List<string>>();
var app = builder.Build();
app.Urls.Add("http://127.0.0.1:0");
app.MapGet("/", () => "hello");
app.MapGet("/sum/{a}/{b}", (int a, int b) => Results.Json(new { sum = a + b }));
app.MapPost("/add", (Item item, List<string> list) => { list.Add(item.Name); return list; });
await app.StartAsync();
record Item(string Name);
"@
        try {
            $url = Invoke-CSharpCell 'app.Urls.First()'
            Invoke-RestMethod "$url/" | Should -Be hello
            (Invoke-RestMethod "$url/sum/2/3").sum | Should -Be 5
            Invoke-RestMethod "$url/add" -Method Post -ContentType application/json -Body '{ "name": "Ada" }' | Should -Be Ada
        }
        finally {
            Invoke-CSharpCell 'await app.StopAsync(); await app.DisposeAsync();'
        }
    }

    It 'runs in a file-based program, which ends with its cell' {
        Set-Content "$work/web.cs" @'
#!/usr/bin/env dotnet
#:sdk Microsoft.NET.Sdk.Web
var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
var app = builder.Build();
app.Urls.Add("http://127.0.0.1:0");
app.MapGet("/", (ILogger<Program> log) => "program");
await app.StartAsync();
Console.WriteLine(await new HttpClient().GetStringAsync(app.Urls.First()));
await app.RunUntilAsync(TimeSpan.FromMilliseconds(1));
partial class Program;
static class Hosts { public static async Task RunUntilAsync(this WebApplication app, TimeSpan time) { await Task.Delay(time); await app.StopAsync(); } }
'@
        Invoke-CSharpCell -Path "$work/web.cs" 6>&1 | Should -Be program
        $LASTEXITCODE | Should -Be 0
    }

    It 'can be stopped' {
        Invoke-CSharpCell "#r ""framework: Microsoft.AspNetCore.App""`nvar builder = WebApplication.CreateBuilder(); builder.Logging.ClearProviders(); var app = builder.Build(); app.Urls.Add(""http://127.0.0.1:0"");"
        $watch = [Diagnostics.Stopwatch]::StartNew()
        { Invoke-CSharpCell 'await app.RunAsync(CancellationToken);' -TimeoutSeconds 0.5 } | Should -Throw -ErrorId "CellTimeout,$failed"
        $watch.ElapsedMilliseconds | Should -BeLessThan 3000
        Invoke-CSharpCell '6 * 7' | Should -Be 42
    }

    It 'ends with the cell that waits for it, though it was given no token: <Code>' -ForEach @(
        @{ Code = 'app.Run();' }
        @{ Code = 'app.Run(args.Length > 5 ? "http://127.0.0.1:1" : "http://127.0.0.1:0");' }
        @{ Code = 'await app.RunAsync();' }
        @{ Code = 'IHost host = app; host.Run();' }
    ) {
        Invoke-CSharpCell "#r ""framework: Microsoft.AspNetCore.App""`nvar builder = WebApplication.CreateBuilder(); builder.Logging.ClearProviders(); builder.WebHost.UseUrls(""http://127.0.0.1:0""); var app = builder.Build();"
        $lifetime = (Get-CSharpVariable app -ValueOnly).Lifetime
        $stopped = $lifetime.ApplicationStopped
        $job = Invoke-CSharpCell $Code -AsJob
        Wait-Until { $lifetime.ApplicationStarted.IsCancellationRequested }
        Stop-Job $job
        $job.State | Should -Be Stopped
        Wait-Until { $stopped.IsCancellationRequested }
        $stopped.IsCancellationRequested | Should -BeTrue
        Remove-Job $job
        Invoke-CSharpCell '6 * 7' | Should -Be 42
    }

    It 'ends with the cell that waits for the end of what was started before' {
        Invoke-CSharpCell "#r ""framework: Microsoft.AspNetCore.App""`nvar builder = WebApplication.CreateBuilder(); builder.Logging.ClearProviders(); builder.WebHost.UseUrls(""http://127.0.0.1:0""); var app = builder.Build();"
        Invoke-CSharpCell @'
var watched = new Watched(app);
sealed class Watched(IHost host) : IHost
{
    public volatile bool IsWaitedFor;
    public IServiceProvider Services { get { IsWaitedFor |= Environment.StackTrace.Contains("WaitForShutdownAsync"); return host.Services; } }
    public Task StartAsync(CancellationToken token) => host.StartAsync(token);
    public Task StopAsync(CancellationToken token) => host.StopAsync(token);
    public void Dispose() => host.Dispose();
}
'@
        $lifetime = (Get-CSharpVariable app -ValueOnly).Lifetime
        $stopping = $lifetime.ApplicationStopping
        $watched = Get-CSharpVariable watched -ValueOnly
        $job = Invoke-CSharpCell 'await watched.StartAsync(CancellationToken.None); watched.WaitForShutdown();' -AsJob
        Wait-Until { $watched.IsWaitedFor }
        Stop-Job $job
        $job.State | Should -Be Stopped
        Wait-Until { $stopping.IsCancellationRequested }
        $stopping.IsCancellationRequested | Should -BeTrue
        Remove-Job $job
    }

    It 'ends with a cell whose time is up' {
        Invoke-CSharpCell "#r ""framework: Microsoft.AspNetCore.App""`nvar builder = WebApplication.CreateBuilder(); builder.Logging.ClearProviders(); var app = builder.Build(); app.Urls.Add(""http://127.0.0.1:0"");"
        $lifetime = (Get-CSharpVariable app -ValueOnly).Lifetime
        $stopped = $lifetime.ApplicationStopped
        { Invoke-CSharpCell 'app.Run();' -TimeoutSeconds 1 } | Should -Throw -ErrorId "CellTimeout,$failed"
        Wait-Until { $stopped.IsCancellationRequested }
        $stopped.IsCancellationRequested | Should -BeTrue
    }
    It 'ends where one call builds it and waits for it: <Code>' -ForEach @(
        @{ Code = 'await builder.RunConsoleAsync();' }
        @{ Code = 'await builder.RunConsoleAsync(o => o.SuppressStatusMessages = true);' }
        @{ Code = 'builder.RunConsoleAsync(default).Wait();' }
    ) {
        Invoke-CSharpCell @'
#r "framework: Microsoft.AspNetCore.App"
var worker = new Worker();
var builder = Host.CreateDefaultBuilder().ConfigureLogging(l => l.ClearProviders()).ConfigureServices(s => s.AddHostedService(_ => worker));
class Worker : BackgroundService
{
    public bool Began, Ended;
    protected override async Task ExecuteAsync(CancellationToken token) { Began = true; try { await Task.Delay(-1, token); } finally { Ended = true; } }
}
'@
        $worker = Get-CSharpVariable worker -ValueOnly
        $job = Invoke-CSharpCell $Code -AsJob
        Wait-Until { $worker.Began }
        Stop-Job $job
        Wait-Until { $worker.Ended }
        $worker.Ended | Should -BeTrue
        Remove-Job $job
    }
}
