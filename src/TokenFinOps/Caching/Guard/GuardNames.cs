namespace TokenFinOps.Caching.Guard;

/// <summary>Names that are known as such without their capital, one thing a line under all its names. A name behind <c>^</c> is one only in capitals.</summary>
internal static class GuardNames
{
    public const string Places =
        """
        india indian
        ^us usa america american
        ^uk britain british england english
        china chinese mandarin
        canada canadian
        australia australian
        germany german deutschland
        france french
        spain spanish
        italy italian
        japan japanese
        russia russian
        brazil brazilian
        portugal portuguese
        mexico mexican
        pakistan pakistani
        bangladesh bangladeshi
        nepal nepali nepalese
        indonesia indonesian
        malaysia malaysian
        singapore singaporean
        thailand thai
        vietnam vietnamese
        philippines filipino
        korea korean
        iran iranian persian farsi
        iraq iraqi
        israel israeli hebrew
        palestine palestinian
        egypt egyptian
        turkey turkish
        greece greek
        poland polish
        ukraine ukrainian
        sweden swedish
        norway norwegian
        denmark danish
        finland finnish
        netherlands dutch holland
        belgium belgian
        switzerland swiss
        austria austrian
        hungary hungarian
        romania romanian
        bulgaria bulgarian
        czech czechia
        slovakia slovak
        serbia serbian
        croatia croatian
        ireland irish
        scotland scottish
        wales welsh
        iceland icelandic
        nigeria nigerian
        kenya kenyan
        ethiopia ethiopian
        ghana ghanaian
        morocco moroccan
        algeria algerian
        tunisia tunisian
        libya libyan
        sudan sudanese
        somalia somali
        uganda
        tanzania
        zimbabwe
        argentina argentinian
        chile chilean
        colombia colombian
        peru peruvian
        venezuela venezuelan
        cuba cuban
        jamaica jamaican
        haiti haitian
        arabia saudi
        arabic
        dubai uae emirates
        qatar
        kuwait
        oman
        yemen
        syria syrian
        lebanon lebanese
        jordan jordanian
        afghanistan afghan
        lanka
        taiwan taiwanese
        mongolia mongolian
        kazakhstan
        europe european eu
        asia asian
        africa african
        hindi
        urdu
        bengali
        tamil
        telugu
        punjabi
        latin
        london
        paris
        berlin
        munich
        madrid
        barcelona
        rome
        milan
        moscow
        tokyo
        beijing
        shanghai
        delhi
        mumbai bombay
        bangalore bengaluru
        chennai madras
        kolkata calcutta
        hyderabad
        pune
        york nyc
        angeles
        francisco
        chicago
        houston
        boston
        seattle
        miami
        texas
        california
        florida
        toronto
        vancouver
        sydney
        melbourne
        """;

    public const string Things =
        """
        google
        facebook
        instagram
        whatsapp
        twitter
        youtube
        snapchat
        tiktok
        linkedin
        quora
        reddit
        netflix
        amazon
        flipkart
        microsoft
        apple
        samsung
        nokia
        huawei
        xiaomi
        tesla
        uber
        paypal
        skype
        telegram
        gmail
        yahoo
        iphone
        ipad
        android
        windows
        linux
        ubuntu
        python
        java
        javascript
        typescript
        php
        ruby
        rust
        golang
        kotlin
        swift
        scala
        perl
        sql mysql postgresql postgres sqlite
        excel
        photoshop
        openai
        chatgpt
        claude
        gemini
        bitcoin
        trump
        clinton
        obama
        modi
        putin
        hitler
        christian christianity
        muslim islam islamic
        hindu hinduism
        jewish jew judaism
        buddhist buddhism
        catholic
        """;
}
