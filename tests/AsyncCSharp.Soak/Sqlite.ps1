# A package with a native library.

$Sqlite = '#r "nuget: Microsoft.Data.Sqlite, 10.0.1"'

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
function Get-SqliteCell([string] $Source) {
    "$Sqlite
    using Microsoft.Data.Sqlite;
    var connection = new SqliteConnection(""$Source""); connection.Open();
    SqliteCommand Command(string text) { var c = connection.CreateCommand(); c.CommandText = text; return c; }
    Command(""create table if not exists t (n int)"").ExecuteNonQuery();
    for (int i = 0; i < 10; i++) Command(""insert into t values ("" + i + "")"").ExecuteNonQuery();
    var reader = Command(""select n from t"").ExecuteReader(); reader.Read();
    Command(""select count(*) >= 10 from t"").ExecuteScalar()"
}
