BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Objects of a cell' {
    BeforeAll {
        Reset-CSharpSession
        cs @'
            record Person(string Name, int Born, string[] Tags = null);
            enum Color { Red, Green }
            class Item { public string Name { get; set; } = ""; public Color Color { get; set; } public int Field = 5; private int Hidden { get; set; } = 6; }
            var people = new[] { new Person("Ada", 1815, new[] { "x", "y" }), new Person("Alan", 1912), new Person("Grace", 1906) };
            async IAsyncEnumerable<Person> Stream() { foreach (var person in people) { await Task.Delay(1); yield return person; } }
'@
    }

    AfterAll {
        Reset-CSharpSession
    }

    # Each is what PowerShell does with objects of its own.
    It 'of <Source> are taken by <Command>' -ForEach @(
        foreach ($source in 'people', 'Stream()', 'return Stream();') {
            @{ Source = $source; Command = 'Where-Object Name -Operator'; Take = { $input | Where-Object Born -GT 1900 | ForEach-Object Name }; Gives = 'Alan', 'Grace' }
            @{ Source = $source; Command = 'Where-Object { }'; Take = { $input | Where-Object { $_.Tags } | ForEach-Object Name }; Gives = 'Ada' }
            @{ Source = $source; Command = 'ForEach-Object Method'; Take = { $input | ForEach-Object GetType | ForEach-Object Name }; Gives = 'Person', 'Person', 'Person' }
            @{ Source = $source; Command = 'Sort-Object'; Take = { $input | Sort-Object Born -Descending | ForEach-Object Name }; Gives = 'Alan', 'Grace', 'Ada' }
            @{ Source = $source; Command = 'Group-Object'; Take = { $input | Group-Object { $_.Born -gt 1900 } | ForEach-Object { "$($_.Name) $($_.Group.Name)" } }; Gives = 'False Ada', 'True Alan Grace' }
            @{ Source = $source; Command = 'Group-Object -AsHashTable'; Take = { ($input | Group-Object Born -AsHashTable)[1815].Name }; Gives = 'Ada' }
            @{ Source = $source; Command = 'Measure-Object'; Take = { $m = $input | Measure-Object Born -Sum -Minimum; $m.Count, $m.Sum, $m.Minimum }; Gives = 3, 5633, 1815 }
            @{ Source = $source; Command = 'Compare-Object'; Take = { Compare-Object @($input) (cs 'people[..2]') | ForEach-Object { $_.SideIndicator + $_.InputObject.Name } }; Gives = '<=Grace' }
            @{ Source = $source; Command = 'Get-Member'; Take = { ($input | Get-Member -MemberType Property).Name }; Gives = 'Born', 'Name', 'Tags' }
            @{ Source = $source; Command = 'Join-String'; Take = { $input | Join-String Name -Separator '+' }; Gives = 'Ada+Alan+Grace' }
            @{ Source = $source; Command = 'Select-String'; Take = { ($input | Select-String 1815).Line }; Gives = 'Person { Name = Ada, Born = 1815, Tags = System.String[] }' }
            @{ Source = $source; Command = 'a cell'; Take = { $input | cs 'Input.Born' }; Gives = 1815, 1912, 1906 }
            @{ Source = $source; Command = 'foreach'; Take = { foreach ($person in $input) { $person.Name } }; Gives = 'Ada', 'Alan', 'Grace' }
            @{ Source = $source; Command = 'Out-Null'; Take = { $input | Out-Null }; Gives = $null }
        }
    ) {
        cs $Source | & $Take | Should -Be $Gives
    }

    It 'go to Tee-Object as they are' {
        cs 'people' | Tee-Object -Variable kept | Should -Be (cs 'people')
        $kept | Should -HaveCount 3
        [object]::ReferenceEquals($kept[0], (cs 'people[0]')) | Should -BeTrue
        cs 'people' | Tee-Object -FilePath "$TestDrive/tee.txt" | Out-Null
        "$TestDrive/tee.txt" | Should -FileContentMatch 'Grace'
    }

    It 'are kept by -OutVariable, <Case>' -ForEach @(
        @{ Case = 'one'; Code = 'people[0]'; Names = @('Ada') }
        @{ Case = 'many'; Code = 'people'; Names = 'Ada', 'Alan', 'Grace' }
        @{ Case = 'streamed'; Code = 'Stream()'; Names = 'Ada', 'Alan', 'Grace' }
        @{ Case = 'added to what is there'; Code = 'people[0]'; To = '+kept'; Names = 'Before', 'Ada' }
    ) {
        $kept = [Collections.ArrayList]@([pscustomobject]@{ Name = 'Before' })
        $null = cs $Code -OutVariable ($To ?? 'kept')
        , $kept | Should -BeOfType ([Collections.ArrayList])
        $kept.Name | Should -Be $Names
    }

    It 'are there as -PipelineVariable while they go on: <Code>' -ForEach @(
        @{ Code = 'people' }
        @{ Code = 'Stream()' }
    ) {
        cs $Code -PipelineVariable person | ForEach-Object { 1 } | ForEach-Object { $person.Name } | Should -Be 'Ada', 'Alan', 'Grace'
    }

    It 'of each object of a pipeline are there as -PipelineVariable' {
        1..3 | cs 'Input * 2' -PipelineVariable doubled | ForEach-Object { $_ + 1 } | ForEach-Object { "$doubled $_" } | Should -Be '2 3', '4 5', '6 7'
        1..3 | ForEach-Object { $_ } -PipelineVariable number | cs 'Input * 2' | ForEach-Object { "$number $_" } | Should -Be '1 2', '2 4', '3 6'
    }

    It 'go to a file of comma-separated values and back' {
        cs 'people' | Export-Csv "$TestDrive/people.csv"
        Get-Content "$TestDrive/people.csv" -TotalCount 2 | Should -Be '"Name","Born","Tags"', '"Ada","1815","System.String[]"'
        Import-Csv "$TestDrive/people.csv" | cs '(string)((dynamic)Input).Name' | Should -Be 'Ada', 'Alan', 'Grace'
        cs 'new { A = 1, B = "x,y" }' | ConvertTo-Csv | Should -Be '"A","B"', '"1","x,y"'
    }

    It 'are JSON: <Code>' -ForEach @(
        @{ Code = 'people[0]'; Json = '{"Name":"Ada","Born":1815,"Tags":["x","y"]}' }
        @{ Code = 'people[1..]'; Json = '[{"Name":"Alan","Born":1912,"Tags":null},{"Name":"Grace","Born":1906,"Tags":null}]' }
        @{ Code = 'new { A = 1, B = new[] { 1, 2 } }'; Json = '{"A":1,"B":[1,2]}' }
        @{ Code = 'new Item { Name = "n", Color = Color.Green }'; Json = '{"Field":5,"Name":"n","Color":1}' }
        @{ Code = 'new Dictionary<string, int> { ["one"] = 1 }'; Json = '{"one":1}' }
        @{ Code = 'DateTime.UnixEpoch'; Json = '"1970-01-01T00:00:00Z"' }
    ) {
        cs $Code | ConvertTo-Json -Compress | Should -BeExactly $Json
    }

    It 'come out of Export-Clixml as property bags of their type' {
        cs 'people' | Export-Clixml "$TestDrive/people.xml"
        $back = Import-Clixml "$TestDrive/people.xml"
        $back.Name | Should -Be 'Ada', 'Alan', 'Grace'
        $back[0].PSObject.TypeNames[0] | Should -BeLike 'Deserialized.*Person'
    }

    It 'have no members but their own' {
        (cs 'new Item { Name = "n" }').PSObject.Properties.Name | Sort-Object | Should -Be 'Color', 'Field', 'Name'
        (cs 'people[0]').PSObject.Properties.Name | Should -Be 'Name', 'Born', 'Tags'
    }

    It 'keep members that PowerShell adds, for as long as they are there' {
        $person = cs 'people[2]'
        $person | Add-Member -NotePropertyName Extra -NotePropertyValue 5
        (cs 'people[2]').Extra | Should -Be 5
        $person | cs 'Input.Born' | Should -Be 1906
    }
}

Describe 'Formats of objects of a cell' {
    BeforeAll {
        Reset-CSharpSession
        cs 'record Person(string Name, int Born, string[] Tags = null); record Wide(int A, int B, int C, int D, int E); var people = new[] { new Person("Ada", 1815, new[] { "x", "y" }), new Person("Alan", 1912) };'

        function Get-Line([Parameter(ValueFromPipeline)][string]$Text) {
            process { $Text -split '\r?\n' -replace '\x1b\[[0-9;]*m' | ForEach-Object TrimEnd | Where-Object { $_ } }
        }
    }

    AfterAll {
        Reset-CSharpSession
    }

    It 'are a table for few properties' {
        cs 'people' | Out-String -Width 60 | Get-Line | Should -Be 'Name Born Tags', '---- ---- ----', 'Ada  1815 {x, y}', 'Alan 1912'
    }

    It 'are a list for many' {
        cs 'new Wide(1, 2, 3, 4, 5)' | Out-String | Get-Line | Should -Be 'A : 1', 'B : 2', 'C : 3', 'D : 4', 'E : 5'
    }

    It 'are what is asked for: <Format>' -ForEach @(
        @{ Format = 'Format-Table'; Show = { $input | Format-Table Name, @{ Name = 'Age'; Expression = { 2000 - $_.Born } } }; Lines = 'Name Age', '---- ---', 'Ada  185', 'Alan  88' }
        @{ Format = 'Format-List'; Show = { $input | Format-List Name }; Lines = 'Name : Ada', 'Name : Alan' }
        @{ Format = 'Format-Wide'; Show = { $input | Format-Wide Name -Column 1 }; Lines = 'Ada', 'Alan' }
        @{ Format = 'Format-Table -GroupBy'; Show = { $input | Format-Table Born -GroupBy Name -HideTableHeaders }; Lines = '   Name: Ada', '1815', '   Name: Alan', '1912' }
    ) {
        cs 'people' | & $Show | Out-String -Width 60 | Get-Line | Should -Be $Lines
    }

    It 'go on when later objects of a stream are of another type' {
        cs 'new object[] { people[0], 5, "text", new { Other = 1 } }' | Out-String -Width 60 | Get-Line | Should -Be 'Name Born Tags', '---- ---- ----', 'Ada  1815 {x, y}', '5', 'text'
    }

    It 'are shown as they come: <Code>' -ForEach @(
        @{ Code = 'async IAsyncEnumerable<string> S() { yield return "a"; await Task.Delay(1); yield return "b"; } S()' }
        @{ Code = 'IEnumerable<string> S() { yield return "a"; yield return "b"; } S()' }
    ) {
        cs $Code | Out-String -Stream | Should -Be 'a', 'b'
    }
}
