using Leasehold.Images.Tests.Databases;
using Leasehold.Images.Tests.Hosting;

namespace Leasehold.Images.Tests.Specifications;

/// <summary>Requests as the clients of the guide's own service send them.</summary>
public abstract class GuideSpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    [Theory]
    [InlineData("""{"resize":"80x60"}""", "80", "60")]
    [InlineData("""{"resize":{"width":80,"height":60,"fit":"fill"},"format":"webp"}""", "80", "60")]
    [InlineData("""{"resize":{"width":80},"filter":"grayscale"}""", "80", null)]
    [InlineData("""{"resize":"20X10","filter":"blur","quality":85}""", "20", "10")]
    [InlineData("""{"resize":"20x10","filter":"sharpen"}""", "20", "10")]
    [InlineData("""{"width":20,"height":10,"sharpen":true}""", "20", "10")]
    public async Task Sync_GuidesOptions_AreDone(string options, string width, string? height)
    {
        var reply = await Api.SyncAsync(Sample, options);

        Assert.Equal((200, "completed", width), (reply.Status, reply["status"], reply["width"]));
        Assert.Equal(height ?? reply["height"], reply["height"]);
        Assert.Equal("0", $"{reply.Body.GetProperty("processing_time").GetDouble() / 1000:F0}");
    }

    [Theory]
    [InlineData("""{"resize":"80"}""", "resize")]
    [InlineData("""{"resize":"0x10"}""", "resize")]
    [InlineData("""{"resize":{"depth":1}}""", "resize")]
    [InlineData("""{"resize":"80x60","width":80}""", "resize")]
    [InlineData("""{"filter":"sepia"}""", "filter")]
    [InlineData("""{"watermark":"x"}""", "watermark")]
    [InlineData("""{"filter":"\ud800"}""", "not Unicode")]
    [InlineData("""{"format":"\udc00png"}""", "not Unicode")]
    [InlineData("""{"resize":{"fit":"\ud800"}}""", "not Unicode")]
    public async Task Sync_OtherForm_IsRefusedByName(string options, string name)
    {
        var reply = await Api.SyncAsync(Sample, options);

        Assert.Equal((422, "option_refused"), (reply.Status, reply["code"]));
        Assert.Contains(name, reply["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_IdWithHyphens_IsTheTask()
    {
        var reply = await Api.AsyncAsync(Sample, """{"width":10}""");
        await Api.EndOfAsync(reply.TaskId);
        var id = Guid.Parse(reply.TaskId);

        Assert.Equal(reply.TaskId, (await Api.ReadAsync($"{id:D}")).TaskId);
        Assert.Equal(reply.TaskId, (await Api.ReadAsync($"{id:D}".ToUpperInvariant())).TaskId);
        Assert.NotNull(await Api.ContentAsync($"{id:D}"));
        Assert.Equal(404, (await Api.ReadAsync("한글")).Status);
        Assert.Equal(404, (await Api.ReadBatchAsync("%ED%95%9C")).Status);
    }

    [Fact]
    public async Task Batch_GuidesItems_AreCountedToTheEnd()
    {
        var batch = await Api.BatchAsync(
            $$$"""{"items":[{"url":"{{{Sample}}}","options":{"resize":"9x9"}},{"url":"{{{Sample}}}"}]}""");

        Assert.Equal(202, batch.Status);
        Assert.Equal($"/api/v1/images/batch/{batch["batch_id"]}", batch.Headers.Location?.ToString());
        var end = await Api.EndOfBatchAsync($"{Guid.Parse(batch["batch_id"]!):D}");
        Assert.Equal(("2", "2"), (end["total"], end["completed"]));
    }

    [Theory]
    [InlineData("ko-KR,ko;q=0.9,en;q=0.8", "이미지를 찾을 수 없습니다.")]
    [InlineData("en", "There is no such image.")]
    [InlineData("fr", "There is no such image.")]
    public async Task Read_Unknown_SpeaksTheCallersLanguage(string language, string detail)
    {
        var reply = await Api.SendAsync(HttpMethod.Get, $"/api/v1/images/{Guid.NewGuid()}", language);

        Assert.Equal((404, detail), (reply.Status, reply["detail"]));
    }

    [Fact]
    public async Task Sync_FailureInKorean_IsKoreanInTheProblemAndInTheRow()
    {
        var reply = await Api.SendAsync(
            HttpMethod.Post, "/api/v1/images/process-sync", "ko", ImagesApi.Body(Processor.Url + "/health"));

        Assert.Equal((502, "주소의 내용이 표시된 형식의 이미지가 아닙니다."), (reply.Status, reply["detail"]));
        var row = await Api.SendAsync(HttpMethod.Get, $"/api/v1/images/{reply.TaskId}", "ko");
        Assert.Equal(reply["detail"], row["error_message"]);
        Assert.Contains("주소", row.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/docs", 302)]
    [InlineData("/openapi.json", 200)]
    [InlineData("/health", 200)]
    public async Task Get_AddressesOfTheGuide_AreThere(string path, int status)
        => Assert.Equal(status, (await Api.GetAsync(path)).Status);
}
