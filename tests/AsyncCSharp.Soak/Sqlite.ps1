# A package with a native library. Not Microsoft.Data.Sqlite: its connections have a timer and a handler of ProcessExit for all of them, which
# nobody takes back, so that the runtime never lets go of a session that has used it.

$Sqlite = '#r "nuget: SQLitePCLRaw.bundle_e_sqlite3, 3.0.5"'

# Whether NuGet serves a package with a native library. Asked once; where it does not, the kind is skipped, and the report says so.
function Test-Sqlite {
    if ($null -eq $Soak.Sqlite) {
        $result = Invoke-TargetWhole 'param($code, $session) cs $code -Session $session' $Sqlite, (Add-Session)
        $Soak.Sqlite = -not $result.Errors
        if ($result.Errors) { Skip-Kind 'native packages' $result.Errors[0] }
    }

    $Soak.Sqlite
}

# Cells that use a database and leave what they opened.
function Get-SqliteCell([string] $Path) {
    "$Sqlite
    using SQLitePCL;
    Batteries.Init();
    raw.sqlite3_open(@""$Path"", out sqlite3 database);
    raw.sqlite3_busy_timeout(database, 20000);
    raw.sqlite3_exec(database, ""create table if not exists t (n int)"");
    for (int i = 0; i < 10; i++) raw.sqlite3_exec(database, ""insert into t values ("" + i + "")"");
    raw.sqlite3_prepare_v2(database, ""select count(*) >= 10 from t"", out sqlite3_stmt statement);
    raw.sqlite3_step(statement);
    raw.sqlite3_column_int(statement, 0)"
}
