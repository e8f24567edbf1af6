using System.Threading.Channels;

record Reading(string Sensor, double Value);

// What is not consumed yet. A producer that is too quick waits in WriteAsync.
var readings = Channel.CreateBounded<Reading>(100);

// What the consumer knows so far: look at it whenever you like.
var latest = new Dictionary<string, Reading>();
long seen = 0;

var consumer = ConsumeAsync();

async Task ConsumeAsync()
{
    await foreach (var reading in readings.Reader.ReadAllAsync())
    {
        latest[reading.Sensor] = reading;
        seen++;
    }
}
