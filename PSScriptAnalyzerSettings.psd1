# What PSScriptAnalyzer looks for in the scripts of this repository: all of its default rules but these. eng/Test-Script.ps1 runs it, and VS Code
# takes this file by itself.
@{
    ExcludeRules = @(
        # Neither knows the names that the C# of a cell takes from the script (`cs 'name.Length'`), nor what a function in a script takes from it.
        'PSUseDeclaredVarsMoreThanAssignments'
        'PSReviewUnusedParameter'
    )
}
