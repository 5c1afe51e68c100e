using System.Text;
using Leasehold.Images.Images;
using Leasehold.Images.Tests.Databases;
using Leasehold.Images.Tests.Hosting;
using Leasehold.Simulators.ImageProcessor.Tests.Hosting;
using LinqToDB;
using LinqToDB.Async;

namespace Leasehold.Images.Tests.Specifications;

/// <summary>Uploads.</summary>
public abstract class UploadSpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    [Fact]
    public async Task Upload_Picture_IsProcessedFromItsSignedAddress()
    {
        var reply = await Api.UploadAsync(Pictures.In("png"), """{"rotate":90,"format":"png"}""");

        Assert.Equal((202, "pending"), (reply.Status, reply["status"]));
        Assert.Null(reply["original_url"]);
        var end = await Api.EndOfAsync(reply.TaskId);
        Assert.Equal(("completed", "48", "64"), (end["status"], end["width"], end["height"]));
        Assert.Equal(48, Pictures.Decode((await Api.ContentAsync(reply.TaskId))!).Width);
    }

    [Fact]
    public async Task Upload_FileName_IsInNoBlobsName()
    {
        var reply = await Api.UploadAsync(Pictures.In("png"));

        Assert.Contains(Service.Blobs, blob => blob.EndsWith(reply.TaskId, StringComparison.Ordinal));
        Assert.DoesNotContain(Service.Blobs, static blob => blob.Contains("passwd", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml")]
    [InlineData("%PDF-1.7", "application/pdf")]
    [InlineData("hello", "image/png")]
    [InlineData("", "image/png")]
    public async Task Upload_NotAPicture_Is422AndNothingIsKept(string file, string type)
    {
        var blobs = Uploads.Count();
        var rows = await CountRowsAsync();

        var reply = await Api.UploadAsync(Encoding.ASCII.GetBytes(file), type: type);

        Assert.Equal((422, "not_a_picture"), (reply.Status, reply["code"]));
        Assert.Equal(blobs, Uploads.Count());
        Assert.Equal(rows, await CountRowsAsync());
    }

    [Fact]
    public async Task Upload_MislabelledPicture_Is422()
        => Assert.Equal(422, (await Api.UploadAsync(Pictures.In("png"), type: "image/jpeg")).Status);

    [Fact]
    public async Task Upload_NoFile_Is422()
        => Assert.Equal("file_missing", (await Api.UploadAsync(Pictures.In("png"), name: "other"))["code"]);

    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"fit":"\ud800"}""")]
    public async Task Upload_OptionsOfHalfCharacters_AreRefused(string options)
    {
        var reply = await Api.UploadAsync(Pictures.In("png"), options);

        Assert.Equal((422, "option_refused"), (reply.Status, reply["code"]));
    }

    [Fact]
    public async Task Upload_BadOptionBeforeOrAfterTheFile_Is422AndNothingIsKept()
    {
        var blobs = Uploads.Count();

        var reply = await Api.UploadAsync(Pictures.In("png"), """{"nope":1}""");

        Assert.Equal((422, "option_refused"), (reply.Status, reply["code"]));
        Assert.Equal(blobs, Uploads.Count());
    }

    [Fact]
    public async Task Upload_NotAForm_Is400()
        => Assert.Equal(400, (await Api.PostAsync("upload", "{}")).Status);

    [Fact]
    public async Task Upload_SameKeyAndFile_IsDoneOnceAndStoredOnce()
    {
        var key = ImagesApi.NewKey();
        var file = Pictures.In("webp");
        var first = await Api.UploadAsync(file, key: key, type: "image/webp");

        var second = await Api.UploadAsync(file, key: key, type: "image/webp");
        var other = await Api.UploadAsync(Pictures.In("png"), key: key);

        Assert.Equal((202, true, first.TaskId), (second.Status, second.IsReplayed, second.TaskId));
        Assert.Equal(422, other.Status);
        Assert.Single(Service.Blobs, blob => blob.EndsWith(first.TaskId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Source_ForgedOrMissingSignature_Is404()
    {
        var taskId = (await Api.UploadAsync(Pictures.In("png"))).TaskId;

        foreach (var query in (string[])["", "?expires=99999999999&signature=00", "?expires=1&signature=00"])
        {
            Assert.Equal(404, (await Api.GetAsync($"/api/v1/images/{taskId}/source{query}")).Status);
        }
    }

    private IEnumerable<string> Uploads
        => Service.Blobs.Where(static blob => blob.StartsWith("uploads/", StringComparison.Ordinal));
}
