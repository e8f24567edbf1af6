# For specs about libraries that are compiled for them. Dot-source it in BeforeAll.

# Compiles C# into a file, without loading it: by the compiler that the shell has for Add-Type, which gives assemblies no name of
# their own. $References are files.
function New-Library([string]$Path, [string]$Code, [string[]]$References = @(), [string[]]$Symbols = @()) {
    Add-Type -Path "$PSHOME/Microsoft.CodeAnalysis.dll", "$PSHOME/Microsoft.CodeAnalysis.CSharp.dll"
    $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($Path))
    [IO.File]::Delete($Path)
    $files = @([IO.Directory]::GetFiles("$PSHOME/ref", '*.dll')) + $References
    $all = [Microsoft.CodeAnalysis.MetadataReference[]]@($files.ForEach{ [Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile($_) })
    $parsing = [Microsoft.CodeAnalysis.CSharp.CSharpParseOptions]::Default.WithPreprocessorSymbols($Symbols)
    $tree = [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText($Code, $parsing)
    $options = [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new('DynamicallyLinkedLibrary').WithAllowUnsafe($true)
    $compilation = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create([IO.Path]::GetFileNameWithoutExtension($Path), [Microsoft.CodeAnalysis.SyntaxTree[]]@($tree), $all, $options)
    $stream = [IO.File]::Create($Path)
    try {
        $result = $compilation.Emit($stream)
    }
    finally {
        $stream.Dispose()
    }

    if (-not $result.Success) {
        throw "$($result.Diagnostics)"
    }
}

# Puts a native library of this platform under another name, so that nobody has loaded it: it has the function CompressionNative_Crc32.
function Copy-NativeLibrary([string]$Folder, [string]$Name) {
    $prefix = $IsWindows ? '' : 'lib'
    $extension = $IsWindows ? '.dll' : $IsMacOS ? '.dylib' : '.so'
    $null = [IO.Directory]::CreateDirectory($Folder)
    [IO.File]::Copy("$([IO.Path]::GetDirectoryName([object].Assembly.Location))/${prefix}System.IO.Compression.Native$extension", "$Folder/$prefix$Name$extension", $true)
    "$Folder/$prefix$Name$extension"
}

# The text that has the finalizers of what is garbage run.
function Get-CollectText {
    'for ($i = 0; $i -lt 10; $i++) { [GC]::Collect(); [GC]::WaitForPendingFinalizers() }'
}
