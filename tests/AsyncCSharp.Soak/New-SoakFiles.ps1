<#
.SYNOPSIS
Makes the files that operations use: libraries, packages in a feed that is a folder.
#>
param([string] $Folder)

. "$PSScriptRoot/../Pester/PackageFeed.ps1"

# With the compiler of pwsh: assemblies of Add-Type have names by chance.
Add-Type -Path "$PSHOME/Microsoft.CodeAnalysis.dll", "$PSHOME/Microsoft.CodeAnalysis.CSharp.dll"

function New-Library([string] $Name, [string] $Text, [string[]] $Reference = @()) {
    $references = foreach ($path in @([object].Assembly.Location) + $Reference) { [Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile($path) }
    $tree = [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText($Text)
    $options = [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new([Microsoft.CodeAnalysis.OutputKind]::DynamicallyLinkedLibrary)
    $compilation = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create($Name, [Microsoft.CodeAnalysis.SyntaxTree[]]$tree, [Microsoft.CodeAnalysis.MetadataReference[]]$references, $options)
    $result = [Microsoft.CodeAnalysis.FileSystemExtensions]::Emit($compilation, "$Folder/$Name.dll")
    if (-not $result.Success) { throw "$($result.Diagnostics)" }
}

# One that was built with DEBUG, and one that needs it first in a finalizer.
New-Library SoakSecond @'
#define DEBUG
namespace SoakSecond
{
    public static class Log { public static int Finalized; public static void Note() => System.Threading.Interlocked.Increment(ref Finalized); }
    public static class Assert { public static void That(bool condition) => System.Diagnostics.Debug.Assert(condition, "of a library"); }
}
'@
New-Library SoakFirst 'namespace SoakFirst { public class Holder { ~Holder() => SoakSecond.Log.Note(); } }' "$Folder/SoakSecond.dll"

New-PackageFolder "$Folder/packages" @{ soak = "$Folder/feed" }
foreach ($version in 1..3) { New-LibraryPackage "$Folder/feed" SoakPackage "$version.0.0" $version }
New-LibraryPackage "$Folder/feed" SoakNeeds 1.0.0 10 @{ SoakPackage = '2.0.0' }
