# What the module takes from PowerShell without its having a public name. Each has a way of its own to do without; a PowerShell in which one
# of them is not found works, more slowly or with less, and this is where that is noticed first.

BeforeDiscovery {
    . "$PSScriptRoot/Common.ps1"
    $assembly = (Get-Command Invoke-CSharpCell).ImplementingType.Assembly
    $looking = $assembly.GetTypes() | Where-Object { $_.GetProperty('IsAvailable', [Reflection.BindingFlags]'Static, Public') } | ForEach-Object FullName | Sort-Object
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $assembly = (Get-Command Invoke-CSharpCell).ImplementingType.Assembly

    # The last PowerShell in which it was seen to be as it is expected.
    $seen = @{
        'AsyncCSharp.Caches.BinderTables'        = '7.6.9'
        'AsyncCSharp.Caches.CallSiteRules'       = '7.6.9'
        'AsyncCSharp.Caches.FrameworkCaches'     = '7.6.9'
        'AsyncCSharp.Caches.TypeCaches'          = '7.6.9'
        'AsyncCSharp.Caches.VariableSites'       = '7.6.9'
        'AsyncCSharp.Conversion.GroupItems'      = '7.6.9'
        'AsyncCSharp.Conversion.InstanceMembers' = '7.6.9'
        'AsyncCSharp.Conversion.ViewConversions' = '7.6.9'
        'AsyncCSharp.Conversion.ViewInternals'   = '7.6.9'
        'AsyncCSharp.Interop.AdapterTable'       = '7.6.9'
        'AsyncCSharp.Interop.CommandRuntime'     = '7.6.9'
        'AsyncCSharp.Interop.CommandStreams'     = '7.6.9'
        'AsyncCSharp.Interop.EarlyEnd'           = '7.6.9'
        'AsyncCSharp.Interop.HostRecords'        = '7.6.9'
        'AsyncCSharp.Interop.InformationTarget'  = '7.6.9'
        'AsyncCSharp.Interop.LanguagePolicy'     = '7.6.9'
        'AsyncCSharp.Interop.OwnRecords'         = '7.6.9'
        'AsyncCSharp.Interop.PipelineReader'     = '7.6.9'
        'AsyncCSharp.Interop.PipelineStopping'   = '7.6.9'
        'AsyncCSharp.Interop.RunspaceContext'    = '7.6.9'
        'AsyncCSharp.Interop.RunspaceEvents'     = '7.6.9'
        'AsyncCSharp.Interop.ScriptOrigin'       = '7.6.9'
        'AsyncCSharp.Interop.ScriptRecords'      = '7.6.9'
        'AsyncCSharp.Interop.ScriptStreams'      = '7.6.9'
        'AsyncCSharp.Interop.ShellTypes'         = '7.6.9'
        'AsyncCSharp.Interop.TypeInference'      = '7.6.9'
        'AsyncCSharp.Interop.ViewTables'         = '7.6.9'
    }
}

Describe 'PowerShell''s internals' {
    It 'are there for <_>' -ForEach $looking {
        $assembly.GetType($_).GetProperty('IsAvailable').GetValue($null) | Should -BeTrue -Because "PowerShell $($seen[$_]) had them, and this is $($PSVersionTable.PSVersion)"
    }

    It 'are looked for by those that say whether they found them' {
        $kinds = [Reflection.FieldInfo], [Reflection.PropertyInfo], [Reflection.MethodInfo], [Reflection.ConstructorInfo]
        $keep = $assembly.GetTypes() | Where-Object {
            $_.Namespace -in 'AsyncCSharp.Caches', 'AsyncCSharp.Interop' -and
            ($_.GetFields([Reflection.BindingFlags]'Static, NonPublic') | Where-Object { $_.FieldType -in $kinds -or ($_.FieldType.IsArray -and $_.FieldType.GetElementType() -in $kinds) })
        }
        $keep.FullName | Where-Object { $_ -notin $seen.Keys } | Should -BeNullOrEmpty
        $assembly.GetTypes() | Where-Object { $_.GetProperty('IsAvailable', [Reflection.BindingFlags]'Static, Public') } | ForEach-Object FullName | Sort-Object |
            Should -Be ($seen.Keys | Sort-Object)
    }
}
