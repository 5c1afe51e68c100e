using Leasehold.Images.Tests.Databases;
using Leasehold.Images.Tests.Hosting;

namespace Leasehold.Images.Tests.Specifications;

/// <summary>Batches.</summary>
public abstract class BatchSpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    [Fact]
    public async Task Batch_ManyItems_AllEnd()
    {
        await Processor.SetFaultsAsync("""{"skip_pixels":true,"latency_ms":20}""");

        var reply = await Api.BatchAsync(Items(500));

        Assert.Equal((202, "500"), (reply.Status, reply["total"]));
        Assert.Equal($"/api/v1/images/batch/{reply["batch_id"]}", reply.Headers.Location?.ToString());
        var end = await Api.EndOfBatchAsync(reply["batch_id"]!);
        Assert.Equal(("500", "0"), (end["completed"], end["failed"]));
    }

    [Fact]
    public async Task Batch_Progress_CountsAddUpToTheTotal()
    {
        await Processor.SetFaultsAsync("""{"skip_pixels":true,"latency_ms":50}""");
        var batchId = (await Api.BatchAsync(Items(60)))["batch_id"]!;

        var reply = await Api.ReadBatchAsync(batchId);

        var sum = ((string[])["pending", "processing", "completed", "failed"])
            .Sum(name => reply.Body.GetProperty(name).GetInt32());
        Assert.Equal(60, sum);
        await Api.EndOfBatchAsync(batchId);
    }

    [Fact]
    public async Task Batch_ItemThatFails_IsCountedAndTheOthersComplete()
    {
        var reply = await Api.BatchAsync(
            $$"""{"items":[{"url":"{{Sample}}","options":{"width":8} },{"url":"{{Processor.Url}}/health"}]}""");

        var end = await Api.EndOfBatchAsync(reply["batch_id"]!);

        Assert.Equal(("1", "1"), (end["completed"], end["failed"]));
    }

    [Theory]
    [InlineData("""{"items":[]}""")]
    [InlineData("""{}""")]
    [InlineData("""{"items":[null]}""")]
    [InlineData("""{"items":[{"url":"http://10.0.0.1/"}]}""")]
    public async Task Batch_BadItems_Is422(string json) => Assert.Equal(422, (await Api.BatchAsync(json)).Status);

    [Fact]
    public async Task Batch_TooManyItems_Is422() => Assert.Equal(422, (await Api.BatchAsync(Items(10_001))).Status);

    [Fact]
    public async Task Batch_SameKey_IsOneBatch()
    {
        await Processor.SetFaultsAsync("""{"skip_pixels":true}""");
        var key = ImagesApi.NewKey();

        var first = await Api.BatchAsync(Items(3), key);
        var second = await Api.BatchAsync(Items(3), key);
        var other = await Api.BatchAsync(Items(4), key);

        Assert.Equal((202, first["batch_id"]), (second.Status, second["batch_id"]));
        Assert.Equal((422, "idempotency_key_reused"), (other.Status, other["code"]));
    }

    [Fact]
    public async Task ReadBatch_Unknown_Is404()
        => Assert.Equal(404, (await Api.ReadBatchAsync("00000000000000000000000000000000")).Status);

    private string Items(int count)
        => $$"""{"items":[{{string.Join(',', Enumerable.Repeat($$"""{"url":"{{Sample}}"}""", count))}}]}""";
}
