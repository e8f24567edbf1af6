#r "nuget: Microsoft.Data.Sqlite, 10.0.0"
#r "nuget: Dapper, 2.1.66"
using Dapper;
using Microsoft.Data.Sqlite;

record Sale(string Town, string Item, long Count, double Price);
record Revenue(string Town, long Sales, double Total);

async Task<SqliteConnection> OpenAsync(string path, CancellationToken cancellation)
{
    var db = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path }.ToString());
    await db.OpenAsync(cancellation);
    await db.ExecuteAsync("create table if not exists Sale (Town text not null, Item text not null, Count integer not null, Price real not null)");
    return db;
}

// All or none, and in one transaction: that is a thousand times as fast as one for each row.
async Task<int> InsertAsync(SqliteConnection db, IEnumerable<Sale> sales, CancellationToken cancellation)
{
    await using var transaction = await db.BeginTransactionAsync(cancellation);
    int count = await db.ExecuteAsync("insert into Sale values (@Town, @Item, @Count, @Price)", sales, transaction);
    await transaction.CommitAsync(cancellation);
    return count;
}

Task<IEnumerable<Revenue>> RevenueAsync(SqliteConnection db, double least, CancellationToken cancellation) =>
    db.QueryAsync<Revenue>(new CommandDefinition(
        "select Town, sum(Count) as Sales, sum(Count * Price) as Total from Sale group by Town having Total >= @least order by Total desc",
        new { least },
        cancellationToken: cancellation));
