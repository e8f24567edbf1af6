@{
    RootModule = 'FileTools.psm1'
    ModuleVersion = '1.0.0'
    GUID = '4a1c1f0e-6f0b-4c53-9d0e-0d6f3b8f7a51'
    PowerShellVersion = '7.6'
    RequiredModules = 'AsyncCSharp'
    FunctionsToExport = 'Find-DuplicateFile', 'Measure-Line'
    CmdletsToExport = @()
    VariablesToExport = @()
    AliasesToExport = @()
}
