BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'The names of types that cells declare' {
    BeforeEach {
        Reset-CSharpSession
        Invoke-CSharpCell 'public class Item { public int A { get; set; } = 5; public List<Inner> Inner { get; set; } = [new()]; } public class Inner { public string Text = "x"; }'
    }

    It 'can be written in any language' {
        $item = Invoke-CSharpCell 'new Item()'
        $item.GetType().FullName | Should -Match '^[\w+]+$'
        ($item | Get-Member)[0].TypeName | Should -Match '^[\w+]+$'
        $item.PSTypeNames[0] | Should -Match '^[\w+]+$'
    }

    It 'go through <Name>' -ForEach @(
        @{ Name = 'XmlSerializer'; Code = 'var s = new System.Xml.Serialization.XmlSerializer(typeof(Item)); var w = new StringWriter(); s.Serialize(w, new Item { A = 7 }); ((Item)s.Deserialize(new StringReader(w.ToString()))).A' }
        @{ Name = 'DataContractSerializer'; Code = 'var s = new System.Runtime.Serialization.DataContractSerializer(typeof(Item)); var m = new MemoryStream(); s.WriteObject(m, new Item { A = 7 }); m.Position = 0; ((Item)s.ReadObject(m)).A' }
        @{ Name = 'JSON'; Code = 'System.Text.Json.JsonSerializer.Deserialize<Item>(System.Text.Json.JsonSerializer.Serialize(new Item { A = 7 })).A' }
    ) {
        Invoke-CSharpCell $Code | Should -Be 7
    }

    It 'are refused by XmlSerializer within types of the framework, and the error says what to write' {
        Reset-CSharpSession
        Invoke-CSharpCell 'using System.Xml.Serialization; public class Item { public int A { get; set; } } public class Items : List<Item> { }'
        foreach ($type in 'List<Item>', 'HashSet<Item>') {
            $failure = { Invoke-CSharpCell "new XmlSerializer(typeof($type))" } | Should -Throw -ErrorId 'CellFailed,*' -PassThru
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Item`[`]*class Items : List<Item>*'
        }

        $code = 'var s = new XmlSerializer(typeof({0})); var w = new StringWriter(); s.Serialize(w, {1}); (({0})s.Deserialize(new StringReader(w.ToString())))[0].A'
        Invoke-CSharpCell $code.Replace('{0}', 'Item[]').Replace('{1}', 'new[] { new Item { A = 7 } }') | Should -Be 7
        Invoke-CSharpCell $code.Replace('{0}', 'Items').Replace('{1}', 'new Items { new Item { A = 7 } }') | Should -Be 7
    }

    It 'go through XmlSerializer in another cell, and after a reset' {
        $code = 'var s = new System.Xml.Serialization.XmlSerializer(typeof(Item[])); var w = new StringWriter(); s.Serialize(w, new Item[] { new() }); w.ToString()'
        Invoke-CSharpCell $code | Should -BeLike '*<Item>*<A>5</A>*'
        Reset-CSharpSession
        Invoke-CSharpCell 'public class Item { public int B = 6; }'
        Invoke-CSharpCell $code | Should -BeLike '*<Item>*<B>6</B>*'
    }
}

Describe 'Framework code that looks types up by name' {
    BeforeEach {
        Reset-CSharpSession
        Invoke-CSharpCell 'public class Item { public int A = 7; } public class Factory : System.Data.Common.DbProviderFactory { public static readonly Factory Instance = new(); }'
    }

    It 'finds those of the session: <Name>' -ForEach @(
        @{ Name = 'in a cell'; Code = 'DbProviderFactories.GetFactory("spec").GetType().Name' }
        @{ Name = 'after an await'; Code = 'await Task.Delay(1); DbProviderFactories.GetFactory("spec").GetType().Name' }
        @{ Name = 'in a task'; Code = 'await Task.Run(() => DbProviderFactories.GetFactory("spec").GetType().Name)' }
    ) {
        Invoke-CSharpCell "using System.Data.Common;`nDbProviderFactories.RegisterFactory(`"spec`", typeof(Factory).AssemblyQualifiedName);"
        try {
            Invoke-CSharpCell $Code | Should -Be 'Factory'
        }
        finally {
            $null = [System.Data.Common.DbProviderFactories]::UnregisterFactory('spec')
        }
    }

    It 'finds a library of the session' {
        $path = Join-Path $TestDrive 'TypesByNameSpec.dll'
        Add-Type -TypeDefinition 'namespace TypesByNameSpec { public class Thing { public int A = 7; } }' -OutputAssembly $path
        $name = [Reflection.AssemblyName]::GetAssemblyName($path).Name
        Invoke-CSharpCell "#r `"$path`"`nActivator.CreateInstance(`"$name`", `"TypesByNameSpec.Thing`").Unwrap().GetType().Name" | Should -Be 'Thing'
        Invoke-CSharpCell "Type.GetType(`"TypesByNameSpec.Thing, $name`", true).Name" | Should -Be 'Thing'
    }

    It 'finds nothing of it outside of cells' {
        $name = Invoke-CSharpCell 'typeof(Item).AssemblyQualifiedName'
        Invoke-CSharpCell 'Shell.Invoke("[System.Runtime.Loader.AssemblyLoadContext]::CurrentContextualReflectionContext")' | Should -BeNullOrEmpty
        [Type]::GetType($name) | Should -BeNullOrEmpty
        [System.Runtime.Loader.AssemblyLoadContext]::CurrentContextualReflectionContext | Should -BeNullOrEmpty
    }
}
