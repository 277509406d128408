extension LeafPlan {
    static let fashion: [LeafPlan] = [
        LeafPlan(
            "Fashion/服饰 > Women/女装 > Dresses/连衣裙", price: 58, returns: 0.09, season: .peaking(6.5, by: 0.6),
            types: "Summer Dress/夏季连衣裙, Wrap Dress/裹身裙, Shirt Dress/衬衫裙, Maxi Dress/长款连衣裙, Slip Dress/吊带裙",
            materials: "Linen/亚麻, Cotton/纯棉, Silk/真丝, Viscose/粘胶, Denim/牛仔",
            styles: "Relaxed/宽松, Pleated/百褶, Floral/碎花, Belted/收腰, Tiered/层叠", colours: Palette.clothes,
            benefits: "made for warm days/为暖日而生, easy to dress up or down/日常与聚会皆宜, cut to move with you/剪裁灵动"),
        LeafPlan(
            "Fashion/服饰 > Women/女装 > Knitwear/针织衫", price: 64, returns: 0.07, season: .peaking(12, by: 0.6),
            types: "Jumper/套头毛衣, Cardigan/开衫, Roll Neck/高领毛衣, Knit Vest/针织背心",
            materials: "Merino/美利奴羊毛, Cashmere/羊绒, Lambswool/羔羊毛, Mohair/马海毛, Cotton/棉线",
            styles: "Chunky/粗针, Fine-Knit/细针, Cable/绞花, Oversized/廓形, Ribbed/罗纹", colours: Palette.clothes,
            benefits: "soft against the skin/亲肤柔软, warm without weight/轻盈保暖, keeps its shape wash after wash/久洗不变形"),
        LeafPlan(
            "Fashion/服饰 > Women/女装 > Coats/大衣", price: 145, returns: 0.1, season: .peaking(11.5, by: 1),
            types: "Overcoat/长大衣, Trench Coat/风衣, Puffer Coat/羽绒大衣, Pea Coat/双排扣短大衣, Duffle Coat/牛角扣大衣",
            materials: "Wool/羊毛, Down/羽绒, Gabardine/华达呢, Alpaca/羊驼毛, Recycled Nylon/再生尼龙",
            styles: "Tailored/修身, Longline/长款, Hooded/连帽, Double-Breasted/双排扣", colours: Palette.clothes,
            benefits: "keeps the cold out/抵御寒冷, lined for comfort/内衬舒适, a coat for many winters/经年耐穿"),
        LeafPlan(
            "Fashion/服饰 > Women/女装 > Swimwear/泳装", price: 38, returns: 0.08, season: .peaking(7, by: 1.2),
            types: "Swimsuit/连体泳衣, Bikini Set/比基尼套装, Tankini/分体泳衣, Rash Vest/防晒泳衣",
            materials: "Recycled Nylon/再生尼龙, Lycra/莱卡, Ribbed Jersey/罗纹弹力, Seersucker/泡泡纱",
            styles: "High-Cut/高开衩, Halter/挂脖, Striped/条纹, Sporty/运动", colours: Palette.clothes,
            benefits: "dries in minutes/快干面料, sun protection factor 50/防晒指数五十, holds its shape in salt water/海水中不变形"),
        LeafPlan(
            "Fashion/服饰 > Men/男装 > Shirts/衬衫", price: 46, returns: 0.06, season: .peaking(5, by: 0.3),
            types: "Oxford Shirt/牛津纺衬衫, Camp Collar Shirt/古巴领衬衫, Dress Shirt/正装衬衫, Overshirt/衬衫外套",
            materials: "Cotton/纯棉, Linen/亚麻, Flannel/法兰绒, Twill/斜纹, Chambray/青年布",
            styles: "Slim/修身, Regular/常规, Checked/格纹, Striped/条纹, Washed/水洗", colours: Palette.clothes,
            benefits: "easy to iron/易于熨烫, smart at work and after/通勤休闲两相宜, softer with every wash/越洗越软"),
        LeafPlan(
            "Fashion/服饰 > Men/男装 > Trousers/长裤", price: 62, returns: 0.08,
            types: "Chinos/卡其裤, Jeans/牛仔裤, Drawstring Trousers/抽绳长裤, Cargo Trousers/工装裤",
            materials: "Stretch Cotton/弹力棉, Raw Denim/原色丹宁, Linen Blend/亚麻混纺, Corduroy/灯芯绒, Wool/羊毛",
            styles: "Slim/修身, Straight/直筒, Tapered/锥形, Pleated/褶裥", colours: Palette.clothes,
            benefits: "pockets that hold a phone/口袋放得下手机, stretch where you need it/弹力自如, hard-wearing seams/缝线耐磨"),
        LeafPlan(
            "Fashion/服饰 > Men/男装 > Jackets/夹克", price: 118, returns: 0.08, season: .peaking(10.5, by: 0.8),
            types: "Bomber Jacket/飞行员夹克, Rain Jacket/雨衣夹克, Field Jacket/野战夹克, Quilted Jacket/绗缝夹克",
            materials: "Waxed Cotton/打蜡棉, Suede/麂皮, Recycled Nylon/再生尼龙, Wool/羊毛",
            styles: "Lightweight/轻量, Lined/加里, Hooded/连帽, Cropped/短款", colours: Palette.clothes,
            benefits: "turns rain away/防泼水, four useful pockets/四个实用口袋, layers over a jumper/可叠穿毛衣"),
    ]

    static let shoesAndBags: [LeafPlan] = [
        LeafPlan(
            "Shoes & Bags/鞋包 > Shoes/鞋 > Trainers/运动鞋", price: 82, returns: 0.08,
            types: "Running Shoes/跑步鞋, Court Trainers/板鞋, Trail Shoes/越野跑鞋, Slip-On Trainers/一脚蹬",
            materials: "Knit/飞织, Leather/皮革, Canvas/帆布, Mesh/网面",
            styles: "Cushioned/缓震, Retro/复古, Low-Top/低帮, Chunky/厚底", colours: Palette.clothes,
            benefits: "springy from heel to toe/从脚跟到脚尖皆有弹力, grips on wet ground/湿地防滑, breathes as you run/透气不闷脚"),
        LeafPlan(
            "Shoes & Bags/鞋包 > Shoes/鞋 > Boots/靴子", price: 128, returns: 0.09, season: .peaking(11, by: 0.9),
            types: "Chelsea Boots/切尔西靴, Ankle Boots/短靴, Hiking Boots/登山靴, Work Boots/工装靴",
            materials: "Leather/皮革, Suede/麂皮, Nubuck/磨砂皮, Rubber/橡胶",
            styles: "Lace-Up/系带, Block-Heel/粗跟, Shearling-Lined/羊毛里, Waterproof/防水", colours: Palette.clothes,
            benefits: "resoled when worn/可更换鞋底, dry feet in the rain/雨天不湿脚, comfortable from the first day/初穿即舒适"),
        LeafPlan(
            "Shoes & Bags/鞋包 > Shoes/鞋 > Sandals/凉鞋", price: 44, returns: 0.07, season: .peaking(6.8, by: 1.1),
            types: "Slide Sandals/凉拖, Strappy Sandals/绑带凉鞋, Espadrilles/草编鞋, Walking Sandals/徒步凉鞋",
            materials: "Leather/皮革, Cork/软木, Jute/黄麻, Recycled Rubber/再生橡胶",
            styles: "Flat/平底, Platform/厚底, Woven/编织, Sporty/运动", colours: Palette.clothes,
            benefits: "moulds to your foot/贴合脚型, light enough to pack/轻便易收纳, ready for the beach/海滩必备"),
        LeafPlan(
            "Shoes & Bags/鞋包 > Bags/箱包 > Backpacks/双肩包", price: 68, returns: 0.04, season: .peaking(8.7, by: 0.4),
            types: "Laptop Backpack/电脑双肩包, Day Pack/日用背包, Roll-Top Backpack/卷顶背包, Mini Backpack/迷你双肩包",
            materials: "Canvas/帆布, Recycled Nylon/再生尼龙, Waxed Cotton/打蜡棉, Leather/皮革",
            styles: "Commuter/通勤, Foldable/可折叠, Waterproof/防水, Slim/轻薄", colours: Palette.clothes,
            sizes: "15 L/15升, 22 L/22升, 30 L/30升",
            benefits:
                "a padded sleeve for your laptop/电脑隔层加厚, straps that do not dig in/肩带不勒肩, a pocket for everything/分区收纳"),
        LeafPlan(
            "Shoes & Bags/鞋包 > Bags/箱包 > Handbags/手提包", price: 96, spread: 0.6, returns: 0.06,
            types: "Tote Bag/托特包, Crossbody Bag/斜挎包, Shoulder Bag/单肩包, Bucket Bag/水桶包",
            materials: "Leather/皮革, Suede/麂皮, Raffia/拉菲草, Vegan Leather/纯素皮革",
            styles: "Structured/挺括, Quilted/菱格, Slouchy/软身, Mini/迷你", colours: Palette.clothes,
            benefits: "room for the whole day/容量够用一天, gold-tone fittings/金色五金, ages beautifully/越用越有质感"),
        LeafPlan(
            "Shoes & Bags/鞋包 > Bags/箱包 > Suitcases/行李箱", price: 135, returns: 0.03, season: .peaking(6.5, by: 0.5),
            types: "Cabin Case/登机箱, Trolley Case/拉杆箱, Hard Case/硬壳箱",
            materials:
                "Polycarbonate/聚碳酸酯, Aluminium/铝合金, Recycled Polyester/再生涤纶",
            styles: "Four-Wheel/四轮, Expandable/可扩展, Lightweight/轻量", colours: Palette.devices,
            sizes: "38 L/38升, 65 L/65升, 95 L/95升",
            benefits: "rolls without a sound/静音滚轮, a lock built in/内置密码锁, fits overhead/可带上飞机"),
    ]
}
