using Repository.Tests.Rules.PublicText;

namespace Repository.Tests.PublicText;

public sealed class KoreanParticleRuleTests() : RuleSpecification(new KoreanParticleRule())
{
    [Theory]
    [InlineData("\"{member}은(는) 필수입니다.\"")]
    [InlineData("주문을(를) 찾을 수 없습니다.")]
    [InlineData("서버(으)로 보냅니다.")]
    public void Check_AParticleLeftOpen_Fires(string text) => Fires("src/A.cs", text);

    [Theory]
    [InlineData("amount는 필수입니다.")]
    [InlineData("값(기본값)은 30초입니다.")]
    public void Check_AParticleThatIsChosen_StaysQuiet(string text) => Quiet("src/A.cs", text);
}
