using System.Net.Http.Json;

namespace Leasehold.BeforeAfter.Externals;

/// <summary>The client of the external APIs: plain HttpClient, the same for both sides.</summary>
internal sealed class ContentApis(HttpClient http, TimeSpan songPause)
{
    /// <summary>Has a video rendered; minutes in reality.</summary>
    public Task<string> RenderAsync(string title, CancellationToken cancellationToken)
        => MakeAsync("/render", title, cancellationToken);

    /// <summary>Has one verse written.</summary>
    public Task<string> WriteVerseAsync(string title, int number, CancellationToken cancellationToken)
        => MakeAsync("/verses", $"{title} {number}", cancellationToken);

    /// <summary>Uploads to blob storage.</summary>
    public async Task<string> StoreAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        using var body = new ByteArrayContent(content);
        using var answer = await http.PutAsync(Path($"/blobs/{name}"), body, cancellationToken);
        return (await ReadAsync<Produced>(answer, cancellationToken)).Address;
    }

    /// <summary>Orders a song, and asks for it until it is there.</summary>
    public async Task<string> MakeSongAsync(string title, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync("/songs", title, cancellationToken);
        var order = await ReadAsync<SongOrder>(answer, cancellationToken);
        while (true)
        {
            var state = await http.GetFromJsonAsync<SongState>($"/songs/{order.Id}", cancellationToken);
            if (state is { Ready: true })
            {
                return $"/songs/{order.Id}";
            }

            await Task.Delay(songPause, cancellationToken);
        }
    }

    private static Uri Path(string path) => new(path, UriKind.Relative);

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancellationToken)
        where T : class
    {
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<T>(cancellationToken)
            ?? throw new HttpRequestException("The external API answered with nothing.");
    }

    private async Task<string> MakeAsync(string path, string title, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync(path, title, cancellationToken);
        return (await ReadAsync<Produced>(answer, cancellationToken)).Address;
    }
}
