#r "framework: Microsoft.AspNetCore.App"
using System.Collections.Concurrent;

record Note(int Id, string Text);
record NewNote(string Text);

var notes = new ConcurrentDictionary<int, Note>();
int last = 0;

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
var app = builder.Build();

app.MapGet("/notes", () => notes.Values.OrderBy(note => note.Id));
app.MapGet("/notes/{id:int}", (int id) => notes.TryGetValue(id, out var note) ? Results.Ok(note) : Results.NotFound());
app.MapPost("/notes", (NewNote made) =>
{
    if (string.IsNullOrWhiteSpace(made.Text))
    {
        return Results.ValidationProblem(new Dictionary<string, string[]> { ["text"] = ["There has to be a text."] });
    }

    var note = new Note(Interlocked.Increment(ref last), made.Text);
    notes[note.Id] = note;
    return Results.Created($"/notes/{note.Id}", note);
});
app.MapDelete("/notes/{id:int}", (int id) => notes.TryRemove(id, out _) ? Results.NoContent() : Results.NotFound());

await app.StartAsync(CancellationToken);
var address = app.Urls.Single();
