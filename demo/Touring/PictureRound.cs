using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Leasehold.Demo.Page;

namespace Leasehold.Demo.Touring;

/// <summary>A sample picture made small; then the result uploaded, turned and grey, and asked for.</summary>
internal sealed class PictureRound(HttpClient http, PageOptions options, TimeProvider time)
{
    private const string Small = "tour-small.png";
    private const string Grey = "tour-grey.png";

    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private string Api => $"{options.Services.Images}/api/v1/images";

    public async Task PlayAsync(TourVoice voice, CancellationToken cancellationToken)
    {
        var sample = $"{options.Services.Processor}/samples/tiles.webp";
        await voice.SayAsync($"POST {Api}/process-sync, {sample} to a width of 320 ...");
        var (small, smallFile) = await ProcessAsync(sample, cancellationToken);
        await voice.SayAsync(small.GetRawText());
        await voice.SayAsync($"Its picture: {smallFile}");

        await voice.SayAsync($"POST {Api}/upload, the same picture, turned by 90 and grey ...");
        var (grey, greyFile) = await UploadAsync(smallFile, cancellationToken);
        await voice.SayAsync(grey.GetRawText());
        await voice.SayAsync($"Its picture: {greyFile}");
        var (width, height) = (Number(small, "width"), Number(small, "height"));
        var isTurned = Number(grey, "width") == height && Number(grey, "height") == width;
        await voice.SayAsync(isTurned
            ? $"Proved: {width} x {height} came back as {height} x {width}."
            : $"Not proved: {Number(grey, "width")} x {Number(grey, "height")} is not {height} x {width}.");
    }

    private async Task<(JsonElement Image, string File)> ProcessAsync(
        string sample, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync(
            $"{Api}/process-sync",
            new { url = sample, options = new { width = 320, format = "png" } },
            cancellationToken);
        var image = await CompletedAsync(answer, cancellationToken);
        return (image, await FetchAsync(image, Small, cancellationToken));
    }

    private async Task<(JsonElement Image, string File)> UploadAsync(
        string file, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent();
        using var content = new ByteArrayContent(await File.ReadAllBytesAsync(file, cancellationToken));
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        form.Add(content, "file", Small);
        using var turned = new StringContent("""{"rotate":90,"grayscale":true}""");
        form.Add(turned, "options");
        using var answer = await http.PostAsync($"{Api}/upload", form, cancellationToken);
        var image = await CompletedAsync(answer, cancellationToken);
        return (image, await FetchAsync(image, Grey, cancellationToken));
    }

    private async Task<JsonElement> CompletedAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var image = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        using var bound = new CancellationTokenSource(Patience, time);
        while (answer.IsSuccessStatusCode && image.GetProperty("status").GetString() is "pending" or "processing")
        {
            if (bound.IsCancellationRequested)
            {
                throw new InvalidOperationException($"the picture is not done after {Patience.TotalSeconds:0} s.");
            }

            await Task.Delay(AskAgain, time, cancellationToken);
            image = await http.GetFromJsonAsync<JsonElement>($"{Api}/{Id(image)}", cancellationToken);
        }

        return answer.IsSuccessStatusCode && image.GetProperty("status").ValueEquals("completed")
            ? image
            : throw new InvalidOperationException($"the image service answered {image.GetRawText()}.");
    }

    private async Task<string> FetchAsync(JsonElement image, string name, CancellationToken cancellationToken)
    {
        var file = Path.Combine(options.Data, name);
        var bytes = await http.GetByteArrayAsync($"{Api}/{Id(image)}/content", cancellationToken);
        await File.WriteAllBytesAsync(file, bytes, cancellationToken);
        return file;
    }

    private static string Id(JsonElement image) => image.GetProperty("task_id").GetString()!;

    private static int Number(JsonElement image, string name) => image.GetProperty(name).GetInt32();
}
