using Leasehold.Payments.Http;

namespace Leasehold.Payments.Tests.Http;

public sealed class ParticlesTests
{
    [Theory]
    [InlineData("amount", "amount는")]
    [InlineData("order_number", "order_number는")]
    [InlineData("customer_id", "customer_id는")]
    [InlineData("card_token", "card_token은")]
    [InlineData("reason", "reason은")]
    [InlineData("숫자", "숫자는")]
    [InlineData("금액", "금액은")]
    public void Topic_OfAWord_FollowsItsEnd(string word, string topic) => Assert.Equal(topic, Particles.Topic(word));

    [Theory]
    [InlineData("숫자", "숫자여야")]
    [InlineData("공백 없는 ASCII 1~255자", "공백 없는 ASCII 1~255자여야")]
    [InlineData("토큰", "토큰이어야")]
    public void MustBe_OfAWord_FollowsItsEnd(string word, string text) => Assert.Equal(text, Particles.MustBe(word));
}
