BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'A result that is a dictionary by its generic interface only' {
    BeforeAll {
        Reset-CSharpSession
        Invoke-CSharpCell '
            using System.Collections;
            using System.Dynamic;
            using System.Text.Json;
            using System.Text.Json.Nodes;
            // As the rows of data libraries are.
            class Row : IDictionary<string, object>
            {
                readonly Dictionary<string, object> _items = new() { ["Name"] = "Ada", ["Age"] = 36 };
                public object this[string key] { get => _items[key]; set => _items[key] = value; }
                public ICollection<string> Keys => _items.Keys;
                public ICollection<object> Values => _items.Values;
                public int Count => _items.Count;
                public bool IsReadOnly => false;
                public void Add(string key, object value) => _items.Add(key, value);
                public void Add(KeyValuePair<string, object> item) => _items.Add(item.Key, item.Value);
                public void Clear() => _items.Clear();
                public bool Contains(KeyValuePair<string, object> item) => _items.Contains(item);
                public bool ContainsKey(string key) => _items.ContainsKey(key);
                public void CopyTo(KeyValuePair<string, object>[] array, int index) { }
                public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _items.GetEnumerator();
                public bool Remove(string key) => _items.Remove(key);
                public bool Remove(KeyValuePair<string, object> item) => _items.Remove(item.Key);
                public bool TryGetValue(string key, out object value) => _items.TryGetValue(key, out value);
                IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
            }
            class Fixed(Dictionary<string, int> items) : IReadOnlyDictionary<string, int>
            {
                public int this[string key] => items[key];
                public IEnumerable<string> Keys => items.Keys;
                public IEnumerable<int> Values => items.Values;
                public int Count => items.Count;
                public bool ContainsKey(string key) => items.ContainsKey(key);
                public bool TryGetValue(string key, out int value) => items.TryGetValue(key, out value);
                public IEnumerator<KeyValuePair<string, int>> GetEnumerator() => items.GetEnumerator();
                IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
            }
            ExpandoObject Person(string name, int age)
            {
                dynamic person = new ExpandoObject();
                person.Name = name;
                person.Age = age;
                return person;
            }'
    }

    AfterAll {
        Reset-CSharpSession
    }

    It '<Code> is one object with its keys as properties' -ForEach @(
        @{ Code = 'Person("Ada", 36)' }
        @{ Code = 'new Row()' }
        @{ Code = 'new JsonObject { ["Name"] = "Ada", ["Age"] = 36 }' }
        @{ Code = 'JsonDocument.Parse("{\"Name\":\"Ada\",\"Age\":36}").RootElement' }
    ) {
        $value = Invoke-CSharpCell $Code
        @($value).Count | Should -Be 1
        $value.psobject.Properties.Name | Should -Be 'Name', 'Age'
        $value.Name | Should -BeExactly 'Ada'
        $value.Age + 1 | Should -Be 37
        ($value | Where-Object Age -GT 30).Name | Should -BeExactly 'Ada'
        $value | ConvertTo-Json -Compress | Should -BeExactly '{"Name":"Ada","Age":36}'
        $value | ConvertTo-Csv | Should -Be '"Name","Age"', '"Ada","36"'
        $value | Format-Table | Out-String | Should -Match 'Name\s+Age'
        ($value | Sort-Object Age | Select-Object -First 1 -ExpandProperty Name) | Should -BeExactly 'Ada'
    }

    It 'has views where it is <Name>' -ForEach @(
        @{ Name = 'an item of an array'; Run = { Invoke-CSharpCell 'new[] { Person("a", 1), Person("b", 2) }' } }
        @{ Name = 'an item of a list of objects'; Run = { Invoke-CSharpCell 'new List<object> { Person("a", 1), Person("b", 2) }' } }
        @{ Name = 'made as it is read'; Run = { Invoke-CSharpCell 'Enumerable.Range(1, 2).Select(i => Person(i == 1 ? "a" : "b", i))' } }
        @{ Name = 'the result of a task'; Run = { Invoke-CSharpCell 'Task.FromResult(new[] { Person("a", 1), Person("b", 2) })' } }
        @{ Name = 'awaited by PowerShell'; Run = { Invoke-CSharpCell 'Task.FromResult(new[] { Person("a", 1), Person("b", 2) })' -NoAwait | Receive-Task } }
        @{ Name = 'an item of a stream'; Run = { Invoke-CSharpCell 'async IAsyncEnumerable<ExpandoObject> All() { yield return Person("a", 1); await Task.Yield(); yield return Person("b", 2); } All()' } }
        @{ Name = 'what a fan-out gives'; Run = { 1, 2 | Invoke-CSharpCell 'Person(Input == 1 ? "a" : "b", Input)' -ThrottleLimit 2 -KeepOrder } }
        @{ Name = 'what a fan-out gives in arrays'; Run = { 1, 2 | Invoke-CSharpCell 'new object[] { Person(Input == 1 ? "a" : "b", Input) }' -ThrottleLimit 2 -KeepOrder } }
        @{ Name = 'of a job'; Run = { Invoke-CSharpCell 'new[] { Person("a", 1), Person("b", 2) }' -AsJob | Wait-Job | Receive-Job } }
        @{ Name = 'written by the cell'; Run = { Invoke-CSharpCell 'Shell.WriteObject(Person("a", 1)); Shell.WriteObject(new[] { Person("b", 2) }, enumerate: true);' } }
        @{ Name = 'an item of a JSON array'; Run = { Invoke-CSharpCell 'JsonNode.Parse("[{\"Name\":\"a\",\"Age\":1},{\"Name\":\"b\",\"Age\":2}]")' } }
        @{ Name = 'an item of an element that is an array'; Run = { Invoke-CSharpCell 'JsonDocument.Parse("[{\"Name\":\"a\",\"Age\":1},{\"Name\":\"b\",\"Age\":2}]").RootElement' } }
    ) {
        $values = & $Run
        $values | Select-Object -ExpandProperty Name | Should -Be 'a', 'b'
        ($values | Where-Object Age -GT 1).Name | Should -Be 'b'
        Get-Job | Where-Object Name -Like 'CSharp*' | Remove-Job
    }

    It 'has views of what is nested in it' {
        $value = Invoke-CSharpCell 'dynamic outer = Person("Ada", 36); outer.Address = Person("Home", 1); outer.Friends = new List<object> { Person("Bo", 2), 5 }; outer.Json = JsonNode.Parse("{\"deep\":[1,{\"x\":[true,null,2.5]}]}"); return outer;'
        $value.Address.Name | Should -BeExactly 'Home'
        $value.Friends[0].Age | Should -Be 2
        ($value.Friends | Where-Object Name -EQ 'Bo').Age | Should -Be 2
        $value.Json.deep[1].x | Should -Be $true, $null, 2.5
        $value | ConvertTo-Json -Depth 9 -Compress | Should -BeExactly (
            '{"Name":"Ada","Age":36,"Address":{"Name":"Home","Age":1},"Friends":[{"Name":"Bo","Age":2},5],"Json":{"deep":[1,{"x":[true,null,2.5]}]}}')
    }

    It 'has properties where it is in another object: <Code>' -ForEach @(
        @{ Code = 'new { Inner = Person("Ada", 36) }' }
        @{ Code = 'new { Inner = new JsonObject { ["Name"] = "Ada", ["Age"] = 36 } }' }
        @{ Code = 'new Dictionary<string, object> { ["Inner"] = JsonDocument.Parse("{\"Name\":\"Ada\",\"Age\":36}").RootElement }' }
    ) {
        $value = Invoke-CSharpCell $Code
        $value.Inner.Name | Should -BeExactly 'Ada'
        $value.Inner.Age + 1 | Should -Be 37
    }

    It 'is live' {
        $value = Invoke-CSharpCell 'ExpandoObject kept = Person("Ada", 36); JsonObject json = new() { ["Name"] = "Ada" }; kept'
        Invoke-CSharpCell '((dynamic)kept).Age = 37;'
        $value.Age | Should -Be 37
        $value.Name = 'Eve'
        Invoke-CSharpCell '((dynamic)kept).Name' | Should -BeExactly 'Eve'
        $json = Invoke-CSharpCell 'json'
        $json.Name = 'Eve'
        Invoke-CSharpCell 'json.ToJsonString()' | Should -BeExactly '{"Name":"Eve"}'
    }

    It 'says so where it cannot be changed' {
        $value = Invoke-CSharpCell 'new Fixed(new() { ["a"] = 1 })'
        $value.a | Should -Be 1
        { $value.a = 2 } | Should -Throw -ExpectedMessage '*property a cannot be set*'
    }

    It 'comes back to C# as what it is' {
        $value = Invoke-CSharpCell 'Person("Ada", 36)'
        Invoke-CSharpCell '((ExpandoObject)Args[0]).Count()' -ArgumentList $value | Should -Be 2
        $value | Invoke-CSharpCell 'Input.Name' | Should -BeExactly 'Ada'
        Invoke-CSharpCell 'person.Age + 1' -Variable @{ person = $value } | Should -Be 37
        $json = Invoke-CSharpCell 'new JsonObject { ["a"] = 1 }'
        $json | Invoke-CSharpCell 'Input.ToJsonString()' | Should -BeExactly '{"a":1}'
    }

    It 'comes back where it is empty' {
        $value = Invoke-CSharpCell 'new ExpandoObject()'
        Invoke-CSharpCell '((ExpandoObject)Args[0]).Count()' -ArgumentList $value | Should -Be 0
        $value.Name = 'Ada'
        Invoke-CSharpCell '((ExpandoObject)Args[0]).Count()' -ArgumentList $value | Should -Be 1
        $value.psobject.Copy().Name | Should -BeExactly 'Ada'
    }

    It 'is sent to other processes with what is in it' {
        $value = Invoke-CSharpCell 'dynamic owner = Person("Ada", 36); owner.Friends = new List<ExpandoObject> { Person("Bo", 2) }; return (object)owner;'
        $read = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($value, 3))
        $read.Name | Should -BeExactly 'Ada'
        $read.Friends[0].Name | Should -BeExactly 'Bo'
        $read.psobject.Properties.Name | Should -Be 'Name', 'Age', 'Friends'
    }

    It 'comes back with the members that were added to it' {
        $value = Invoke-CSharpCell 'Person("Ada", 36)' | Add-Member Town Ulm -PassThru
        $value | Invoke-CSharpCell 'Input.Town + Input.Name' | Should -BeExactly 'UlmAda'
    }

    It 'is a dictionary where PowerShell does not tell its keys apart, or a property cannot have their name: <Json>' -ForEach @(
        @{ Json = '{"a":1,"A":2}'; Key = 'A'; Expected = 2 }
        @{ Json = '{"":1,"b":2}'; Key = ''; Expected = 1 }
        @{ Json = '{"psobject":1,"b":2}'; Key = 'psobject'; Expected = 1 }
    ) {
        $value = Invoke-CSharpCell 'JsonNode.Parse((string)Args[0])' -ArgumentList $Json
        $value | Should -BeOfType ([System.Collections.IDictionary])
        $value.Count | Should -Be 2
        $value[$Key] | Should -Be $Expected
    }

    It 'a real dictionary is what it has always been' {
        $value = Invoke-CSharpCell 'new Dictionary<string, int> { ["a"] = 1 }'
        $value.GetType().Name | Should -Be 'Dictionary`2'
        $value.a | Should -Be 1
    }

    It 'an element outlives the document that the cell disposes' {
        (Invoke-CSharpCell 'using var document = JsonDocument.Parse("{\"a\":{\"b\":[{\"c\":1}]}}"); document.RootElement').a.b[0].c | Should -Be 1
        (Invoke-CSharpCell 'using var document = JsonDocument.Parse("[{\"c\":1}]"); document.RootElement').c | Should -Be 1
    }

    It 'a document is what is in it' {
        $value = Invoke-CSharpCell 'JsonDocument owner = JsonDocument.Parse("{\"a\":[{\"b\":1}]}"); return owner;'
        $value.a[0].b | Should -Be 1
        $value | ConvertTo-Json -Compress -Depth 3 | Should -BeExactly '{"a":[{"b":1}]}'
        Invoke-CSharpCell 'ReferenceEquals(value, owner)' -Variable @{ value = $value } | Should -BeTrue
        Invoke-CSharpCell 'JsonDocument.Parse("[{\"b\":1},{\"b\":2}]")' | ForEach-Object b | Should -Be 1, 2
        Invoke-CSharpCell 'JsonDocument.Parse("5")' | Should -Be 5
        (Invoke-CSharpCell 'new { Inner = JsonDocument.Parse("{\"a\":[{\"b\":1}]}") }').Inner.a[0].b | Should -Be 1
    }

    It 'numbers, texts and nothing of JSON are PowerShell''s own: <Json>' -ForEach @(
        @{ Json = '5'; Type = [long] }
        @{ Json = '2.5'; Type = [double] }
        @{ Json = '"x"'; Type = [string] }
        @{ Json = 'true'; Type = [bool] }
    ) {
        (Invoke-CSharpCell 'JsonNode.Parse((string)Args[0])' -ArgumentList $Json).GetType() | Should -Be $Type
        (Invoke-CSharpCell 'JsonDocument.Parse((string)Args[0]).RootElement' -ArgumentList $Json).GetType() | Should -Be $Type
    }

    It 'has its values in brackets: <Code>' -ForEach @(
        @{ Code = 'Person("Ada", 36)' }
        @{ Code = 'new Row()' }
        @{ Code = 'new JsonObject { ["Name"] = "Ada", ["Age"] = 36 }' }
        @{ Code = 'JsonDocument.Parse("{\"Name\":\"Ada\",\"Age\":36}").RootElement' }
    ) {
        $value = Invoke-CSharpCell $Code
        $value['Name'] | Should -BeExactly 'Ada'
        $value['age'] + 1 | Should -Be 37
        $value['Nothing'] | Should -BeNullOrEmpty
        $key = Invoke-CSharpCell '"Name"'
        $value[$key] | Should -BeExactly 'Ada'
    }

    It 'gets a key that is set and was not there: <Code>' -ForEach @(
        @{ Code = 'Person("Ada", 36)' }
        @{ Code = 'new Row()' }
        @{ Code = 'new JsonObject { ["Name"] = "Ada", ["Age"] = 36 }' }
    ) {
        $value = Invoke-CSharpCell "var owner = $Code; owner"
        $value['Town'] = 'Ulm'
        $value.Country = 'D'
        $value['name'] = 'Eve'
        $value.Age += 1
        $value | ConvertTo-Json -Compress | Should -BeExactly '{"Name":"Eve","Age":37,"Town":"Ulm","Country":"D"}'
        Invoke-CSharpCell 'string.Join(",", ((IEnumerable)owner).Cast<dynamic>().Select(p => (string)p.Key))' | Should -BeExactly 'Name,Age,Town,Country'
        Invoke-CSharpCell 'ReferenceEquals(value, owner)' -Variable @{ value = $value } | Should -BeTrue
    }

    It 'gets no key where it cannot be changed' {
        $value = Invoke-CSharpCell 'new Fixed(new() { ["a"] = 1 })'
        { $value.b = 2 } | Should -Throw -ExpectedMessage '*property b cannot be set*'
        { $value['b'] = 2 } | Should -Throw -ExpectedMessage '*property b cannot be set*'
        $value.psobject.Properties.Name | Should -Be 'a'
    }

    It 'has the methods of what it is, and no command sees them' {
        $json = Invoke-CSharpCell 'new JsonObject { ["a"] = 1 }'
        $json.ToJsonString() | Should -BeExactly '{"a":1}'
        $json.containskey('a') | Should -BeTrue
        (Invoke-CSharpCell 'new Row()').ContainsKey('Age') | Should -BeTrue
        (Invoke-CSharpCell 'class Keeper : Row { public string Save(string name) => "saved as " + name; } new Keeper()').Save('x') | Should -BeExactly 'saved as x'
        { $json.Nowhere() } | Should -Throw -ErrorId 'MethodNotFound' -ExpectedMessage '*JsonObject*Nowhere*'
        $json | ConvertTo-Json -Compress | Should -BeExactly '{"a":1}'
        @($json | Get-Member -MemberType Properties).Name | Should -Be 'a'
    }

    It 'has methods that were added to it, before its own' {
        $json = Invoke-CSharpCell 'new[] { new JsonObject { ["a"] = 1 }, new JsonObject { ["b"] = 1 } }'
        $json[1] | Add-Member ScriptMethod ToJsonString { 'mine' }
        $json.ForEach{ $_.ToJsonString() } | Should -Be '{"a":1}', 'mine'
    }

    It 'can be cast to its type, and be a parameter of that type' {
        $json = Invoke-CSharpCell 'new JsonObject { ["a"] = 1 }'
        [System.Text.Json.Nodes.JsonObject]$node = $json
        $node.Count | Should -Be 1
        function Get-Text([System.Text.Json.Nodes.JsonNode]$Node) { $Node.ToJsonString() }
        Get-Text $json | Should -BeExactly '{"a":1}'
        function Get-Count([System.Collections.Generic.IDictionary[string, object]]$Items) { $Items.get_Count() }
        Get-Count (Invoke-CSharpCell 'Person("Ada", 36)') | Should -Be 2
        $list = Invoke-CSharpCell 'new List<Row>()' -NoEnumerate
        $list.Add((Invoke-CSharpCell 'new Row()'))
        $list.Count | Should -Be 1
    }

    It 'is equal to itself, however often it is given' {
        Invoke-CSharpCell 'ExpandoObject one = Person("Ada", 36);'
        (Invoke-CSharpCell 'one') -eq (Invoke-CSharpCell 'one') | Should -BeTrue
        (Invoke-CSharpCell 'one') -eq (Invoke-CSharpCell 'Person("Ada", 36)') | Should -BeFalse
    }

    Context 'with a collection in it' {
        It 'gives the array of a JSON document, to change' {
            $value = Invoke-CSharpCell 'JsonObject owner = new() { ["a"] = new JsonArray(1, 2) }; owner'
            $value.a[0] = 5
            $value.a.Add(@{ b = 1 })
            $value.a.RemoveAt(1)
            $value.a[-1].b = 2
            Invoke-CSharpCell 'owner.ToJsonString()' | Should -BeExactly '{"a":[5,{"b":2}]}'
            $value.a.Count | Should -Be 2
            $value.a.Length | Should -Be 2
            $value.a | Select-Object -First 1 | Should -Be 5
            $value.a += 7
            $value | ConvertTo-Json -Compress | Should -BeExactly '{"a":[5,{"b":2},7]}'
        }

        It 'gives the array of a JSON document, written whole' {
            $value = Invoke-CSharpCell 'JsonArray owner = new(1, 2); return owner;' -NoEnumerate
            $value.Add(3)
            Invoke-CSharpCell 'owner.Count' | Should -Be 3
            $value | Should -Be 1, 2, 3
            Invoke-CSharpCell 'ReferenceEquals(value, owner)' -Variable @{ value = $value } | Should -BeTrue
        }

        It 'gives <Code>, to change' -ForEach @(
            @{ Code = 'new List<object> { Person("a", 1) }' }
            @{ Code = 'new List<ExpandoObject> { Person("a", 1) }' }
            @{ Code = 'new List<ExpandoObject>()' }
            @{ Code = 'new HashSet<object> { Person("a", 1) }' }
            @{ Code = 'new System.Collections.ObjectModel.Collection<Row>()'; New = 'new Row()' }
        ) {
            $value = Invoke-CSharpCell "dynamic owner = new ExpandoObject(); owner.Items = $Code; return (object)owner;"
            $before = $value.Items.Count
            $null = $value.Items.Add((Invoke-CSharpCell ($New ?? 'Person("b", 2)')))
            Invoke-CSharpCell 'owner.Items.Count' | Should -Be ($before + 1)
            $value.Items.Count | Should -Be ($before + 1)
            @($value.Items)[-1].Age | Should -BeGreaterThan 1
            Invoke-CSharpCell 'ReferenceEquals(items, owner.Items)' -Variable @{ items = $value.Items } | Should -BeTrue
        }

        It 'gives a list that is in itself' {
            $value = Invoke-CSharpCell 'List<object> items = new(); items.Add(items); items.Add(Person("a", 1)); dynamic owner = new ExpandoObject(); owner.Items = items; return (object)owner;'
            $value.Items.Count | Should -Be 2
            $value.Items[0][0][1].Name | Should -BeExactly 'a'
        }

        It 'gives its array, to change' {
            $value = Invoke-CSharpCell 'dynamic owner = new ExpandoObject(); owner.Items = new object[] { 1, Person("a", 1) }; return (object)owner;'
            $value.Items[0] = 9
            $value.Items[1].Age = 5
            Invoke-CSharpCell 'owner.Items[0] + owner.Items[1].Age' | Should -Be 14
            { $value.Items.Add(1) } | Should -Throw -ErrorId 'NotSupportedException'
        }
    }

    It 'JSON takes what PowerShell has: <Expected>' -ForEach @(
        @{ Value = { [pscustomobject]@{ c = 1 } }; Expected = '{"c":1}' }
        @{ Value = { @{ c = @(1, [pscustomobject]@{ d = $null }) } }; Expected = '{"c":[1,{"d":null}]}' }
        @{ Value = { [ordered]@{ z = 1; a = 'x', $true, 2.5 } }; Expected = '{"z":1,"a":["x",true,2.5]}' }
        @{ Value = { , @([System.Collections.ArrayList]@(1, 2), @()) }; Expected = '[[1,2],[]]' }
        @{ Value = { 5 | Add-Member Note x -PassThru }; Expected = '5' }
        @{ Code = 'Person("Ada", 3)'; Expected = '{"Name":"Ada","Age":3}' }
        @{ Code = '(A: 1, B: new[] { (C: 2, D: 3) })'; Expected = '{"A":1,"B":[{"C":2,"D":3}]}' }
        @{ Code = 'new { A = 1 }'; Expected = '{"A":1}' }
    ) {
        $json = Invoke-CSharpCell 'JsonObject owner = new() { ["b"] = 0 }; owner'
        $json.b = $Code ? (Invoke-CSharpCell $Code) : (& $Value)
        Invoke-CSharpCell 'owner["b"].ToJsonString()' | Should -BeExactly $Expected
    }

    It 'JSON takes nothing that is in itself' {
        $json = Invoke-CSharpCell 'new JsonObject { ["b"] = 0 }'
        $self = [pscustomobject]@{ Self = $null }
        $self.Self = $self
        { $json.b = $self } | Should -Throw -ErrorId 'System.InvalidOperationException' -ExpectedMessage '*nests deeper*'
        $list = [System.Collections.ArrayList]::new()
        $null = $list.Add($list)
        { $json.b = $list } | Should -Throw -ErrorId 'System.InvalidOperationException' -ExpectedMessage '*nests deeper*'
        $json.b | Should -Be 0
    }
}
