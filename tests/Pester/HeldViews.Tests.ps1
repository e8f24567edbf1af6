BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

# Commands that go into an object by themselves have to find there what the language finds.
Describe 'JSON and objects without fixed members, in other objects' {
    BeforeAll {
        Reset-CSharpSession
        cs '
            using System.Collections;
            using System.Dynamic;
            using System.Text.Json;
            using System.Text.Json.Nodes;
            using System.Text.Json.Serialization;
            T Read<T>(string json) => JsonSerializer.Deserialize<T>(json);
            JsonElement Element(object value) => JsonSerializer.SerializeToElement(value);
            ExpandoObject Expando() { dynamic e = new ExpandoObject(); e.A = 1; return e; }
            record P(string N, JsonElement E);
            record Q(JsonObject O, ExpandoObject X, JsonElement? Maybe);
            record Rest(string Name) { [JsonExtensionData] public Dictionary<string, JsonElement> Extra { get; set; } }
            record Rows(List<Dictionary<string, object>> All);
            record Node(Node Next, object Value);
            struct Pair { public string Name; public JsonNode Json; }
            class C
            {
                public string Name { get; set; }
                public object V { get; set; }
                public int Asked;
                public object Computed { get { Asked++; return 1; } }
                public int Twice(int x) => 2 * x;
                public override string ToString() => "C:" + Name;
            }
            class Plain { public object V { get; set; } public int Asked; public object Computed { get { Asked++; return 1; } } }'
    }

    AfterAll { Reset-CSharpSession }

    It 'are JSON again: <Code>' -ForEach @(
        @{ Code = 'Read<Dictionary<string, object>>("""{"a":{"x":1},"b":[1,2],"s":"t","n":null}""")'; Json = '{"a":{"x":1},"b":[1,2],"s":"t","n":null}' }
        @{ Code = 'Read<List<Dictionary<string, object>>>("""[{"n":"Ada","v":3},{"n":"Bo","v":5}]""")'; Json = '[{"n":"Ada","v":3},{"n":"Bo","v":5}]' }
        @{ Code = 'Read<Dictionary<string, JsonElement>>("""{"v":3}""")'; Json = '{"v":3}' }
        @{ Code = 'new Dictionary<string, JsonNode> { ["a"] = JsonNode.Parse("""{"v":3}""") }'; Json = '{"a":{"v":3}}' }
        @{ Code = 'new Hashtable { ["a"] = Element(new { z = new[] { 1 } }) }'; Json = '{"a":{"z":[1]}}' }
        @{ Code = 'new SortedDictionary<string, object> { ["a"] = Expando() }'; Json = '{"a":{"A":1}}' }
        @{ Code = 'new Dictionary<string, object> { ["l"] = new object[] { Expando(), 2 } }'; Json = '{"l":[{"A":1},2]}' }
        @{ Code = 'new Dictionary<string, object> { ["d"] = new Dictionary<string, object> { ["e"] = Element("t") } }'; Json = '{"d":{"e":"t"}}' }
        @{ Code = 'new P("q", Element(new { z = new[] { 1 } }))'; Json = '{"N":"q","E":{"z":[1]}}' }
        @{ Code = 'new Q(new JsonObject { ["z"] = 1 }, Expando(), Element(5))'; Json = '{"O":{"z":1},"X":{"A":1},"Maybe":5}' }
        @{ Code = 'Read<Rest>("""{"Name":"a","k":[1],"m":"t"}""")'; Json = '{"Name":"a","Extra":{"k":[1],"m":"t"}}' }
        @{ Code = 'Read<Rows>("""{"All":[{"a":1}]}""")'; Json = '{"All":[{"a":1}]}' }
        @{ Code = 'new Node(new Node(null, Element(1)), 2)'; Json = '{"Next":{"Next":null,"Value":1},"Value":2}' }
        @{ Code = 'new Pair { Name = "a", Json = new JsonArray(1, 2) }'; Json = '{"Name":"a","Json":[1,2]}' }
        @{ Code = 'new { Name = "x", E = (object)Expando() }'; Json = '{"Name":"x","E":{"A":1}}' }
        @{ Code = 'new { Outer = new { Inner = (object)Element(new { X = 1 }) } }'; Json = '{"Outer":{"Inner":{"X":1}}}' }
        @{ Code = '("a", Element(new { X = 1 }))'; Json = '{"Item1":"a","Item2":{"X":1}}' }
        @{ Code = 'Task.FromResult(new { J = Element(1) })'; Json = '{"J":1}' }
    ) {
        cs $Code | ConvertTo-Json -Compress -Depth 6 | Should -BeExactly $Json
        $x = cs $Code
        $x | ConvertTo-Json -Compress -Depth 6 | Should -BeExactly $Json
    }

    It 'are compared, sorted, filtered and counted by their values' {
        $rows = cs 'Read<List<Dictionary<string, object>>>("""[{"name":"y","id":10},{"name":"x","id":9},{"name":"y","id":2}]""")'
        ($rows | Where-Object name -eq 'y').id | Should -Be 10, 2
        ($rows | Where-Object { $_.id -gt 8 }).Count | Should -Be 2
        ($rows | Sort-Object { $_.id }).id | Should -Be 2, 9, 10
        ($rows | Sort-Object id).id | Should -Be 2, 9, 10
        ($rows | Measure-Object id -Sum).Sum | Should -Be 21
        ($rows | Group-Object name | Sort-Object Name | ForEach-Object Count) | Should -Be 1, 2
        $rows[0].id + 1 | Should -Be 11
        (cs 'new[] { 1, 2 }.Select(i => new { I = i, E = Element(i + 1) })' | Where-Object E -gt 2).I | Should -Be 2
        $d = cs 'Read<Dictionary<string, object>>("""{"l":[1,2],"s":"t"}""")'
        $d.l.Count | Should -Be 2
        $d['s'] -eq 't' | Should -BeTrue
    }

    It 'are columns of a table' {
        cs 'new[] { new P("q", Element(5)), new P("r", Element("t")) }' | ConvertTo-Csv | Should -Be '"N","E"', '"q","5"', '"r","t"'
        (cs 'new Q(null, Expando(), null)').X | ConvertTo-Csv | Should -Be '"A"', '"1"'
        cs 'new P("q", Element(5))' | Export-Csv "$TestDrive/p.csv"
        (Import-Csv "$TestDrive/p.csv").E | Should -Be 5
    }

    It 'are shown with the dictionary that has them' {
        $shown = cs 'new Dictionary<string, object> { ["Json"] = Element(new { t = 1 }), ["Plain"] = 2 }' | Out-String
        $shown | Should -Match 'Json\s+@\{t=1\}'
        $shown | Should -Match 'Plain\s+2'

        $shown = cs 'new SortedList<int, JsonNode> { [3] = JsonNode.Parse("""{"x":7}""") }' | Format-List | Out-String
        $shown | Should -Match 'Value\s*:\s*@\{x=7\}'

        $shown = cs 'JsonNode.Parse("""{"a":{"b":[1,"t"]}}""")' | Format-List | Out-String
        $shown | Should -Match 'a\s*:\s*@\{b=\[1,"t"\]\}'
    }

    It 'are the originals to C#, and what is set is set there' {
        $d = cs 'var d = Read<Dictionary<string, object>>("""{"s":"t"}"""); d'
        $null = $d | ConvertTo-Json
        $null = $d.PSObject.Properties
        cs 'ReferenceEquals(x, d)' -Variable @{ x = $d } | Should -BeTrue
        cs 'd["s"].GetType().Name' | Should -Be 'JsonElement'
        $d.s = 'u'
        $d.more = @(1, 2)
        $d.Remove('none')
        cs '$"{d["s"]}{((object[])d["more"]).Length}"' | Should -Be 'u2'
        $e = cs 'var e = Read<Dictionary<string, JsonElement>>("""{"s":"t"}"""); e'
        $e.s = @{ a = 1 }
        cs 'e["s"].GetProperty("a").GetInt32()' | Should -Be 1
        $p = cs 'var p = new P("q", Element(1)); p'
        cs 'ReferenceEquals(x, p)' -Variable @{ x = $p } | Should -BeTrue
        $p | cs 'Input.E.GetInt32()' | Should -Be 1
        $c = cs 'var c = new C { Name = "a", V = Element(1) }; c'
        $c.Name = 'b'
        $c.V = 5
        cs 'c.Name + c.V' | Should -Be 'b5'
    }

    It 'leave the object its methods, text, type and equality' {
        $c = cs 'var c = new C { Name = "a", V = Element(1) }; c'
        "$c" | Should -Be 'C:a'
        $c.Twice(4) | Should -Be 8
        $c.GetType().Name | Should -Be 'C'
        $c -eq (cs 'c') | Should -BeTrue
        $p = cs 'new P("q", Element(1))'
        $p -eq (cs 'new P("q", Element(1))') | Should -BeFalse
        $p.N | Should -Be 'q'
    }

    It 'are dictionaries still where they are in one' {
        $d = cs 'Read<Dictionary<string, object>>("""{"s":"t","n":2}""")'
        $d -is [Collections.IDictionary] | Should -BeTrue
        $d.ContainsKey('s') | Should -BeTrue
        ([pscustomobject]$d).n | Should -Be 2
        ($d.GetEnumerator() | ForEach-Object { "$($_.Key)=$($_.Value)" }) | Should -Be 's=t', 'n=2'
        function Use($s, $n) { "$s$n" }
        Use @d | Should -Be 't2'
        function Take([Collections.Generic.Dictionary[string, object]] $d) { $d.GetType().Name }
        Take $d | Should -Be 'Dictionary`2'
        (cs 'new Dictionary<int, object> { [1] = Element("t") }')[1] | Should -BeExactly 't'
    }

    It 'are found by script blocks, arguments and variables' {
        cs 'f(Element(5))' -Variable @{ f = [Func[object, object]] { param($e) $e -eq 5 } } | Should -BeTrue
        cs 'Shell.Invoke("param($d) $d.s -eq 5", Read<Dictionary<string, object>>("""{"s":5}"""))' | Should -BeTrue
        cs 'Shell.SetVariable("given", Read<Dictionary<string, object>>("""{"l":[1,2]}"""));'
        $given.l.Count | Should -Be 2
    }

    It 'cost the others nothing: what holds none is what it is, and nobody''s code is run to find out' {
        $plain = cs 'var plain = new Plain { V = 3 }; plain'
        $plain.PSObject.BaseObject.GetType().Name | Should -Be 'Plain'
        cs 'plain.Asked' | Should -Be 0
        (cs 'new Dictionary<string, object> { ["a"] = 1 }').GetType().Name | Should -Be 'Dictionary`2'
        $h = @{ a = 1 }
        [object]::ReferenceEquals($h, (cs 'h' -Variable h)) | Should -BeTrue
    }
}

Describe 'An object whose PSObject was looked at' {
    It 'is the object itself to a cell' {
        $list = [Collections.Generic.List[int]](1, 2)
        $null = $list.PSObject.TypeNames
        $null = Write-Output $list -NoEnumerate | ConvertTo-Json
        cs 'list.GetType().Name' -Variable list | Should -Be 'List`1'
        $date = [datetime]::new(2000, 1, 1)
        $null = $date.PSObject.Properties['Year']
        cs 'date.Year' -Variable date | Should -Be 2000
    }
}
