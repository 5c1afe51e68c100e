using Leasehold.Images.Tests.Hosting;
using Leasehold.LocalServers.Files;
using Leasehold.Simulators.ImageProcessor.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace Leasehold.Images.Tests.Processor;

/// <summary>The service fetches results from its processor only, and takes no more than it should.</summary>
public sealed class ResultDownloadTests : IAsyncLifetime
{
    private const string Url = "http://example.com/a.png";
    private const int MaxBytes = 64 * 1024;

    private readonly TemporaryFolder _folder = new("images-tests-");
    private HostileProcessor _processor = null!;
    private ServiceUnderTest _service = null!;

    public async ValueTask InitializeAsync()
    {
        _processor = await HostileProcessor.StartAsync();
        _service = await ServiceUnderTest.StartAsync(
            _processor.Url,
            $"--DATABASE_URL=sqlite:///{_folder.File("results.db")}",
            $"--Images:MaxResultBytes={MaxBytes}",
            "--Images:Processor:Timeout=00:00:01",
            "--Images:Processor:MaxAttempts=1");
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _processor.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task Keep_PictureAtTheProcessor_IsStored()
    {
        _processor.AnswerWith(_processor.Site.Serve(Pictures.In("png"), "image/png"));

        var reply = await _service.Api.SyncAsync(Url);

        Assert.Equal((200, "completed"), (reply.Status, reply["status"]));
        Assert.Equal(Pictures.In("png"), await _service.Api.ContentAsync(reply.TaskId));
    }

    [Theory]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(203)]
    public async Task Process_AnySuccess_IsAnAnswer(int status)
    {
        var result = _processor.Site.Serve(Pictures.In("png"), "image/png");
        _processor.Answer(
            $$"""{"processed_url":"{{result}}","width":1,"height":1,"file_size":1,"processing_time":0.5}""", status);

        Assert.Equal(200, (await _service.Api.SyncAsync(Url)).Status);
    }

    [Theory]
    [InlineData("http://user@{0}/result")]
    [InlineData("http://localhost:{1}/result")]
    [InlineData("https://{0}/result")]
    public async Task Keep_ResultElsewhere_IsNotAskedFor(string address)
    {
        var isAsked = false;
        _processor.Site.ServeAt("/result", _ =>
        {
            isAsked = true;
            return Task.CompletedTask;
        });
        _processor.AnswerWith(string.Format(
            System.Globalization.CultureInfo.InvariantCulture,
            address,
            _processor.Site.HostAndPort,
            new Uri(_processor.Url).Port));

        await AssertFailsAsync("The processor's result is at an address that results are not taken from.");

        Assert.False(isAsked);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1/")]
    public async Task Keep_ResultOfAnotherScheme_IsNoAnswer(string address)
    {
        _processor.AnswerWith(address);

        Assert.Equal("failed", await EndAsync());
    }

    [Fact]
    public async Task Keep_RedirectElsewhere_IsNotFollowed()
    {
        await using var other = await PictureSite.StartAsync();
        _processor.AnswerWith(_processor.Site.Redirect(other.Serve(Pictures.In("png"), "image/png")));

        Assert.Equal("failed", await EndAsync());
        Assert.Equal(0, other.Requests);
    }

    [Fact]
    public async Task Keep_EndlessResult_IsCutOffAtTheCap()
    {
        var head = Pictures.In("png");
        _processor.AnswerWith(_processor.Site.Serve(async context =>
        {
            await context.Response.Body.WriteAsync(head, context.RequestAborted);
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[4096], context.RequestAborted);
            }
        }));

        await AssertFailsAsync("The processor's result is too large or not a picture.");
    }

    [Fact]
    public async Task Keep_NotAPicture_IsRefused()
    {
        _processor.AnswerWith(_processor.Site.Serve("<svg/>"u8.ToArray(), "image/png"));

        await AssertFailsAsync("The processor's result is too large or not a picture.");
    }

    [Fact]
    public async Task Keep_ResultThatDrips_EndsAtTheDeadline()
    {
        _processor.AnswerWith(_processor.Site.Serve(async context =>
        {
            foreach (var value in Pictures.In("png", 200, 150))
            {
                await context.Response.Body.WriteAsync(new[] { value }, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);

                // Slower than the deadline for the whole, never slow enough for a time-out between two bytes.
                await Task.Delay(TimeSpan.FromMilliseconds(100), context.RequestAborted);
            }
        }));

        Assert.Equal("failed", await EndAsync());
    }

    [Fact]
    public async Task Process_EndlessAnswer_IsNoAnswer()
    {
        _processor.Site.ServeAt("/process", async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[4096], context.RequestAborted);
            }
        });

        Assert.Equal("failed", await EndAsync());
    }

    [Fact]
    public async Task Process_TextOfTheProcessor_IsNotPassedOn()
    {
        _processor.Answer("""{"code":"canary-4711","detail":"canary-4711 at http://10.0.0.1/"}""", 422);

        var reply = await _service.Api.SyncAsync(Url);

        Assert.Equal(502, reply.Status);
        Assert.DoesNotContain("canary", reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("10.0.0.1", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_Question_CarriesNoCookieOrCredential()
    {
        _processor.AnswerWith(_processor.Site.Serve(Pictures.In("png"), "image/png"));

        await _service.Api.SyncAsync(Url);

        Assert.False(_processor.Asked!.ContainsKey("Cookie"));
        Assert.False(_processor.Asked!.ContainsKey("Authorization"));
        Assert.Matches("^[0-9a-f]{32}$", _processor.Asked!["Idempotency-Key"]);
    }

    private async Task AssertFailsAsync(string message)
    {
        var reply = await _service.Api.SyncAsync(Url);

        Assert.Equal((502, message), (reply.Status, reply["detail"]));
        Assert.Empty(_service.Blobs);
    }

    private async Task<string?> EndAsync()
    {
        var taskId = (await _service.Api.AsyncAsync(Url)).TaskId;
        return (await _service.Api.EndOfAsync(taskId))["status"];
    }
}
