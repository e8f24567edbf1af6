# For specs about packages: a feed that is a folder, filled by the spec, and a global folder of its own. Dot-source it in BeforeAll.

# The bytes of an assembly with one public class Name.Thing, whose static method Answer gives the number. $Calls is the path of
# an assembly of the same shape: then Answer adds what its Answer gives. The constant Thing.Number has the value of $Constant.
function New-AssemblyImage([string]$Name, [int]$Answer, [string]$Version = '1.0.0.0', [string]$Calls, [string]$Culture, [int]$Constant) {
    $identity = [Reflection.AssemblyName]::new($Name)
    $identity.Version = $Version
    $identity.CultureName = $Culture
    $assembly = [Reflection.Emit.PersistedAssemblyBuilder]::new($identity, [object].Assembly)
    $type = $assembly.DefineDynamicModule($Name).DefineType("$Name.Thing", 'Public, Class')
    $type.DefineField('Number', [int], 'Public, Static, Literal').SetConstant($Constant)
    $method = $type.DefineMethod('Answer', 'Public, Static', [int], [type[]]@())
    $il = $method.GetILGenerator()
    $il.Emit([Reflection.Emit.OpCodes]::Ldc_I4, $Answer)
    if ($Calls) {
        $other = [Runtime.Loader.AssemblyLoadContext]::new('spec', $true).LoadFromAssemblyPath($Calls)
        $il.Emit([Reflection.Emit.OpCodes]::Call, $other.GetType("$($other.GetName().Name).Thing").GetMethod('Answer'))
        $il.Emit([Reflection.Emit.OpCodes]::Add)
    }

    $il.Emit([Reflection.Emit.OpCodes]::Ret)
    $null = $type.CreateType()
    $stream = [IO.MemoryStream]::new()
    $assembly.Save($stream)
    , $stream.ToArray()
}

# Writes a package into a folder. $Files are paths in it and their bytes, or texts; $Dependencies ids and ranges of versions; $Metadata
# is more of what it says of itself.
function New-Package([string]$Feed, [string]$Id, [string]$Version, [hashtable]$Files = @{}, [hashtable]$Dependencies = @{}, [string]$SaysToBe = $Id, [string]$Metadata = '') {
    $needs = foreach ($name in $Dependencies.Keys) { "<dependency id='$([Security.SecurityElement]::Escape($name))' version='$($Dependencies[$name])' />" }
    $nuspec = "<package xmlns='http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd'><metadata><id>$SaysToBe</id><version>$Version</version>" +
        "<authors>spec</authors><description>spec</description><dependencies><group targetFramework='netstandard2.0'>$needs</group></dependencies>$Metadata</metadata></package>"
    $null = New-Item $Feed -ItemType Directory -Force
    $stream = [IO.File]::Create("$Feed/$Id.$Version.nupkg")
    $archive = [IO.Compression.ZipArchive]::new($stream, 'Create')
    try {
        foreach ($file in @(@{ Path = "$SaysToBe.nuspec"; Content = $nuspec }) + @($Files.Keys.ForEach{ @{ Path = $_; Content = $Files[$_] } })) {
            $entry = $archive.CreateEntry($file.Path).Open()
            $bytes = $file.Content -is [string] ? [Text.Encoding]::UTF8.GetBytes($file.Content) : $file.Content
            $entry.Write($bytes, 0, $bytes.Length)
            $entry.Dispose()
        }
    }
    finally {
        $archive.Dispose()
        $stream.Dispose()
    }
}

# Writes a package with one library, whose Answer is the number.
function New-LibraryPackage([string]$Feed, [string]$Id, [string]$Version, [int]$Answer, [hashtable]$Dependencies = @{}) {
    $numbers = ($Version -split '-')[0]
    New-Package $Feed $Id $Version @{ "lib/netstandard2.0/$Id.dll" = New-AssemblyImage $Id $Answer "$numbers.0" } $Dependencies
}

# Makes a folder whose nuget.config knows these sources only, names and addresses, and has packages unpacked beside it.
function New-PackageFolder([string]$Path, [hashtable]$Sources, [string]$More = '') {
    $null = New-Item $Path -ItemType Directory -Force
    $adds = foreach ($name in $Sources.Keys) { "<add key='$name' value='$($Sources[$name])' $($Sources[$name] -like 'http:*' ? "allowInsecureConnections='true'" : '') />" }
    [IO.File]::WriteAllText("$Path/nuget.config", "<configuration><config><add key='globalPackagesFolder' value='$Path/packages' /></config>" +
        "<fallbackPackageFolders><clear /></fallbackPackageFolders><packageSources><clear />$adds</packageSources><disabledPackageSources><clear /></disabledPackageSources>$More</configuration>")
}

# Runs a block with a folder as the current location, and without the variables that overrule its nuget.config.
function Invoke-InFolder([string]$Path, [scriptblock]$Script) {
    $location = $ExecutionContext.SessionState.Path.CurrentLocation
    $packages = [Environment]::GetEnvironmentVariable('NUGET_PACKAGES')
    Set-Location $Path
    [Environment]::SetEnvironmentVariable('NUGET_PACKAGES', $null)
    try {
        & $Script
    }
    finally {
        [Environment]::SetEnvironmentVariable('NUGET_PACKAGES', $packages)
        Set-Location $location
    }
}
